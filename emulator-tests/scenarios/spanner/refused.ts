import { suppressTracing } from '@opentelemetry/core';
import type { Steps } from '../../suites/traces/steps.ts';
import { canary } from './all-secrets.ts';
import type { Kit } from './kit.ts';

const ignore = () => {};

const fans =
  (...rows: object[]) =>
  ({ database }: Kit) =>
    database.table('Fans').insert(rows);
const failed = (call: (kit: Kit) => Promise<unknown>) => (kit: Kit) => call(kit).catch(ignore);

/** What a real server says to what it refuses: each call one span with the code. */
export const steps: Steps<Kit> = {
  // The client's transport takes a failure without metadata for a connection that was not made, and asks again from within.
  'a table that is not there': {
    run: failed(({ database }) => database.run(`SELECT * FROM Missing WHERE Name = '${canary}'`)),
    tree: `
I app
  C SELECT Missing ! INVALID_ARGUMENT
    C grpc ExecuteStreamingSql ! 3
      C grpc ExecuteStreamingSql ! 3
        C grpc ExecuteStreamingSql ! 3`,
    real: true,
  },

  'a row that is there already': {
    async run(kit) {
      await fans({ Name: canary, Mail: canary })(kit);
      await failed(fans({ Name: canary, Mail: 'another' }))(kit);
      const failing = kit.database.runTransactionAsync((transaction) =>
        transaction.batchUpdate([`INSERT INTO Fans (Name, Mail) VALUES ('${canary}', 'another')`]),
      );
      await failing.catch(ignore);
    },
    tree: `
I app
  C insert Fans
    C grpc BeginTransaction
    C grpc Commit
  C insert Fans ! ALREADY_EXISTS
    C grpc BeginTransaction
    C grpc Commit ! 6
  I transaction ! ALREADY_EXISTS
    C INSERT Fans ! ALREADY_EXISTS
      C grpc ExecuteBatchDml`,
    real: true,
  },

  'a column that must have a value': {
    run: failed(fans({ Name: `${canary} without a mail`, Mail: null })),
    tree: `
I app
  C insert Fans ! FAILED_PRECONDITION
    C grpc BeginTransaction
    C grpc Commit ! 9`,
    real: true,
  },

  'a deadline that has passed': {
    run: failed(({ database }) =>
      database.run({ sql: `SELECT * FROM Fans WHERE Name = '${canary}'`, gaxOptions: { timeout: -1 } }),
    ),
    tree: `
I app
  C SELECT Fans ! DEADLINE_EXCEEDED
    C grpc ExecuteStreamingSql ! 4
      C grpc ExecuteStreamingSql ! 4
        C grpc ExecuteStreamingSql ! 4`,
    real: true,
  },

  'a transaction that is aborted, and runs again': {
    run({ context, database }) {
      const aside = suppressTracing(context.active());
      let attempts = 0;
      return database.runTransactionAsync(async (transaction) => {
        await transaction.run({ sql: 'SELECT * FROM Singers WHERE Name = @name', params: { name: canary } });
        if (++attempts === 1) await context.with(aside, () => overtake(database));
        await transaction.batchUpdate([`UPDATE Singers SET Name = '${canary}' WHERE Id = 1`]);
        transaction.upsert('Albums', { Id: 7, Name: canary });
        await transaction.commit();
      });
    },
    tree: `
I app
  I transaction * retry ABORTED
    C SELECT Singers
      C grpc ExecuteStreamingSql
    C UPDATE Singers ! ABORTED
      C grpc ExecuteBatchDml ! 10
    C begin
      C grpc BeginTransaction
    C SELECT Singers
      C grpc ExecuteStreamingSql
    C UPDATE Singers
      C grpc ExecuteBatchDml
    C commit
      C grpc Commit`,
    real: true,
  },
};

/**
 * The emulator has one transaction at a time that writes. By chance it aborts the one that comes, or the one that is
 * there: here they come until the latter.
 */
async function overtake(database: Kit['database']): Promise<void> {
  let isFirst = false;
  while (!isFirst) {
    /* oxlint-disable no-await-in-loop -- one after the other */
    const [rival] = await database.getTransaction();
    isFirst = await rival.batchUpdate(['DELETE FROM Albums WHERE Id = 0']).then(
      () => true,
      () => false,
    );
    if (isFirst) await rival.rollback();
    rival.end();
    /* oxlint-enable no-await-in-loop */
  }
}
