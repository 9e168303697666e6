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

  // The emulator knows one transaction at a time that writes: that which comes second is aborted, and runs again.
  'a transaction that is in the way of another': {
    async run({ database }) {
      const update = `UPDATE Singers SET Name = '${canary}' WHERE Id = 1`;
      let free = ignore;
      const busy = new Promise<void>((resolve) => (free = resolve));
      const [first] = await database.getTransaction();
      await first.run('SELECT * FROM Albums');
      const second = database.runTransactionAsync(async (transaction) => {
        await transaction.batchUpdate([update]).finally(free);
        await transaction.run({ sql: 'SELECT * FROM Singers WHERE Name = @name', params: { name: canary } });
        transaction.upsert('Albums', { Id: 7, Name: canary });
        await transaction.commit();
      });
      await busy;
      await first.rollback();
      first.end();
      await second;
    },
    tree: `
I app
  C SELECT Albums
    C grpc ExecuteStreamingSql
  I transaction * retry ABORTED
    C UPDATE Singers ! ABORTED
      C grpc ExecuteBatchDml ! 10
    C begin
      C grpc BeginTransaction
    C UPDATE Singers
      C grpc ExecuteBatchDml
    C SELECT Singers
      C grpc ExecuteStreamingSql
    C commit
      C grpc Commit
  C rollback
    C grpc Rollback`,
    real: true,
  },
};
