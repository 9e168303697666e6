import { steps as administration } from './administration.ts';
import { steps as composites } from './composites.ts';
import { steps as contexts } from './contexts.ts';
import { steps as downloads } from './downloads.ts';
import { steps as identity } from './identity.ts';
import { storageSteps } from './kit.ts';
import { steps as manager } from './manager.ts';
import { steps as uploads } from './uploads.ts';

/** What a real emulator does not do: all in one process, for a process takes longer than its steps. */
export const steps = {
  ...uploads,
  ...downloads,
  ...composites,
  ...administration,
  ...identity,
  ...manager,
  ...contexts,
};

export default storageSteps(steps);
