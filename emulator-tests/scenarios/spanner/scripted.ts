import { steps as administration } from './administration.ts';
import { steps as contexts } from './contexts.ts';
import { steps as faults } from './faults.ts';
import { steps as faultsInCallbacks } from './faults-in-callbacks.ts';
import { spannerSteps } from './kit.ts';
import { steps as statements } from './statements.ts';
import { steps as transactions } from './transactions.ts';

/** What no emulator does; and what one does, with the sessions that a release takes by default. */
export const steps = {
  ...statements,
  ...transactions,
  ...administration,
  ...contexts,
  ...faults,
  ...faultsInCallbacks,
};

export default spannerSteps(steps);
