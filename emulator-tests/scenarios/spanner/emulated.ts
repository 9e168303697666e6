import { steps as administration } from './administration.ts';
import { steps as contexts } from './contexts.ts';
import { spannerSteps } from './kit.ts';
import { steps as refused } from './refused.ts';
import { steps as statements } from './statements.ts';
import { steps as transactions } from './transactions.ts';

/** What an emulator does: all in one process, for a process takes longer than its steps. */
export const steps = { ...statements, ...transactions, ...administration, ...contexts, ...refused };

export default spannerSteps(steps);
