import { sharedScripted, sharedEmulator } from '../../emulators/index.ts';
import { steps as emulated } from '../../scenarios/spanner/emulated.ts';
import { steps as scripted } from '../../scenarios/spanner/scripted.ts';
import { traces } from '../../suites/traces/index.ts';
import { spannerVariants as variants } from '../../suites/variants.ts';

/** The newest release and the oldest: the others take the same steps on the scripted server. */
const outermost = variants.filter(({ title }) => ['9, cjs', '7, cjs'].includes(title));

traces({
  scenario: 'spanner/emulated',
  steps: emulated,
  backend: sharedEmulator('spanner'),
  variants: outermost,
});
traces({
  scenario: 'spanner/scripted',
  steps: scripted,
  backend: sharedScripted('spanner'),
  variants,
});
