import type { Steps } from '../../suites/traces/steps.ts';
import { steps as administration } from './administration.ts';
import { steps as contexts } from './contexts.ts';
import { spannerSteps, type Kit } from './kit.ts';
import { steps as statements } from './statements.ts';
import { steps as transactions } from './transactions.ts';

/** What a real server says to what it refuses. */
const refused: Steps<Kit> = {
  // The client's transport takes a failure without metadata for a connection that was not made, and asks again from within.
  'a query that fails': {
    async run({ database }) {
      await database.run('SELECT * FROM Missing').catch(() => {});
    },
    tree: `
I app
  C SELECT Missing ! INVALID_ARGUMENT
    C grpc ExecuteStreamingSql ! 3
      C grpc ExecuteStreamingSql ! 3
        C grpc ExecuteStreamingSql ! 3`,
    real: true,
  },

  'a row that is there already': {
    async run({ database }) {
      await database
        .table('Singers')
        .insert([{ Id: 1, Name: 'Marc' }])
        .catch(() => {});
    },
    tree: `
I app
  C insert Singers ! ALREADY_EXISTS
    C grpc BeginTransaction
    C grpc Commit ! 6`,
    real: true,
  },
};

/** What an emulator does: all in one process, for a process takes longer than its steps. */
export const steps = { ...statements, ...transactions, ...administration, ...contexts, ...refused };

export default spannerSteps(steps);
