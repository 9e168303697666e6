import { sharedScripted, sharedEmulator } from '../../emulators/index.ts';
import { steps as objects } from '../../scenarios/storage/objects.ts';
import { steps as scripted } from '../../scenarios/storage/scripted.ts';
import { traces } from '../../suites/traces/index.ts';
import { storageVariants as variants } from '../../suites/variants.ts';

traces({ scenario: 'storage/objects', steps: objects, backend: sharedEmulator('storage'), variants });
traces({
  scenario: 'storage/scripted',
  steps: scripted,
  backend: sharedScripted('storage'),
  variants,
});
