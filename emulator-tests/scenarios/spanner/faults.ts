import type { Steps } from '../../suites/traces/steps.ts';
import { calledBack, consume, type Kit } from './kit.ts';

/** What only a server does that is told to. */
export const steps: Steps<Kit> = {
  'a query that fails is one request': {
    async run({ database, table }) {
      const failing = [
        database.run(`SELECT * FROM ${table('not_found')}`),
        calledBack((callback) => database.run(`SELECT * FROM ${table('permission_denied')}`, callback)),
        consume(database.runStream(`SELECT * FROM ${table('invalid_argument')}`)),
      ];
      await Promise.allSettled(failing);
    },
    tree: `
I app
  C SELECT not_found ! NOT_FOUND
    C grpc ExecuteStreamingSql ! 5
  C SELECT permission_denied ! PERMISSION_DENIED
    C grpc ExecuteStreamingSql ! 7
  C SELECT invalid_argument ! INVALID_ARGUMENT
    C grpc ExecuteStreamingSql ! 3`,
  },

  'a server that is unavailable once': {
    run: ({ database, table }) => database.run(`SELECT * FROM ${table('unavailable_once')}`),
    tree: `
I app
  C SELECT unavailable_once
    C grpc ExecuteStreamingSql ! 14
    C grpc ExecuteStreamingSql`,
  },

  'a stream that breaks in the middle and goes on': {
    run: ({ database, table }) =>
      consume(database.runStream(`SELECT * FROM rows_5, ${table('midstream_unavailable_once')}`)),
    tree: `
I app
  C SELECT rows_5 midstream_unavailable_once
    C grpc ExecuteStreamingSql ! 14
    C grpc ExecuteStreamingSql`,
  },

  'a stream that breaks in the middle for good': {
    async run({ database, table }) {
      await consume(database.runStream(`SELECT * FROM rows_5, ${table('midstream_internal')}`)).catch(
        () => {},
      );
    },
    tree: `
I app
  C SELECT rows_5 midstream_internal ! INTERNAL
    C grpc ExecuteStreamingSql ! 13`,
  },

  'a connection that drops': {
    run: ({ database, table }) => database.run(`SELECT * FROM ${table('reset_once')}`),
    tree: `
I app
  C SELECT reset_once
    C grpc ExecuteStreamingSql ! 14
    C grpc ExecuteStreamingSql`,
  },

  'a transaction whose commit is aborted twice': {
    run({ database, table }) {
      const name = table('aborted_2');
      return database.runTransactionAsync(async (transaction) => {
        await transaction.run('SELECT * FROM Singers');
        transaction.upsert(name, { Id: 1 });
        await transaction.commit();
      });
    },
    tree: `
I app
  I transaction * retry ABORTED * retry ABORTED
    C SELECT Singers
      C grpc ExecuteStreamingSql
    C commit ! ABORTED
      C grpc Commit ! 10
    C begin
      C grpc BeginTransaction
    C SELECT Singers
      C grpc ExecuteStreamingSql
    C commit ! ABORTED
      C grpc Commit ! 10
    C begin
      C grpc BeginTransaction
    C SELECT Singers
      C grpc ExecuteStreamingSql
    C commit
      C grpc Commit`,
  },

  'a statement that is aborted': {
    run({ database, table }) {
      const sql = `SELECT * FROM ${table('aborted_once')}`;
      return database.runTransactionAsync(async (transaction) => {
        await transaction.run(sql);
        await transaction.commit();
      });
    },
    tree: `
I app
  I transaction * retry ABORTED
    C SELECT aborted_once ! ABORTED
      C grpc ExecuteStreamingSql ! 10
    C begin
      C grpc BeginTransaction
    C SELECT aborted_once
      C grpc ExecuteStreamingSql
    C commit
      C grpc Commit`,
  },

  'a session that the server has lost: the client starts the transaction again': {
    run: ({ database, table }) => {
      const sql = `SELECT * FROM ${table('session_lost_once')}`;
      return database.runTransactionAsync(async (transaction) => {
        await transaction.run(sql);
        await transaction.commit();
      });
    },
    tree: `
I app
  I transaction * retry NOT_FOUND
    C SELECT session_lost_once ! NOT_FOUND
      C grpc ExecuteStreamingSql ! 5
      C grpc BeginTransaction
    C SELECT session_lost_once
      C grpc ExecuteStreamingSql
    C commit
      C grpc Commit`,
  },

  'a commit that is refused': {
    async run({ database, table }) {
      const name = table('already_exists');
      await database
        .table(name)
        .insert([{ Id: 1 }])
        .catch(() => {});
      const failing = database.runTransactionAsync(async (transaction) => {
        transaction.insert(name, { Id: 1 });
        await transaction.commit();
      });
      await failing.catch(() => {});
    },
    tree: `
I app
  C insert already_exists ! ALREADY_EXISTS
    C grpc BeginTransaction
    C grpc Commit ! 6
  I transaction ! ALREADY_EXISTS
    C commit ! ALREADY_EXISTS
      C grpc BeginTransaction
      C grpc Commit ! 6`,
  },

  'a batch whose second statement fails': {
    run: ({ database, table }) =>
      database.runTransactionAsync(async (transaction) => {
        const sql = ['Singers', table('not_found')].map((name) => `DELETE FROM ${name} WHERE true`);
        await transaction.batchUpdate(sql).catch(() => {});
        await transaction.commit();
      }),
    tree: `
I app
  I transaction
    C BATCH ! NOT_FOUND
      C grpc ExecuteBatchDml
    C commit
      C grpc Commit`,
  },

  'a batch write of groups, one of which fails': {
    async run({ client: { MutationGroup }, database, table }) {
      const groups = ['Albums', table('not_found')].map((name) => {
        const group = new MutationGroup();
        group.upsert(name, { Id: 1 });
        return group;
      });
      return consume(database.batchWriteAtLeastOnce(groups));
    },
    tree: `
I app
  C batch_write
    C grpc BatchWrite`,
  },

  'a partitioned statement that is aborted': {
    run: ({ database, table }) =>
      database.runPartitionedUpdate(`UPDATE ${table('aborted_once')} SET Name = 'x' WHERE true`),
    tree: `
I app
  C UPDATE aborted_once
    C grpc BeginTransaction
    C grpc ExecuteStreamingSql ! 10
    C grpc BeginTransaction
    C grpc ExecuteStreamingSql`,
  },

  'a stream that nobody reads': {
    async run({ database }) {
      const [snapshot] = await database.getSnapshot();
      snapshot.runStream('SELECT * FROM Singers');
      snapshot.end();
    },
    tree: `
I app
  C begin
    C grpc BeginTransaction`,
  },

  'fifty transactions at once: each with its own statements': {
    run: ({ database }) =>
      Promise.all(
        Array.from({ length: 50 }, () =>
          database.runTransactionAsync(async (transaction) => {
            await transaction.run('SELECT * FROM Singers');
            await transaction.commit();
          }),
        ),
      ),
    tree: `I app\n${`
  I transaction
    C SELECT Singers
      C grpc ExecuteStreamingSql
    C commit
      C grpc Commit`
      .slice(1)
      .concat('\n')
      .repeat(50)}`,
  },
};
