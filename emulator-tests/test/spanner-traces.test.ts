import { sharedScriptedSpanner, sharedSpanner } from '../emulators/index.ts';
import { steps as emulated } from '../scenarios/spanner/emulated.ts';
import { steps as scripted } from '../scenarios/spanner/scripted.ts';
import { spannerLayers as layers } from '../suites/layers-of.ts';
import { traces } from '../suites/traces/index.ts';
import { spannerVariants as variants } from '../suites/variants.ts';

traces({ scenario: 'spanner/emulated', steps: emulated, backend: sharedSpanner(), layers, variants });
traces({ scenario: 'spanner/scripted', steps: scripted, backend: sharedScriptedSpanner(), layers, variants });
