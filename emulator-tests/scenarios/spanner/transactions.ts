import type { Transaction } from '@google-cloud/spanner';
import type { Steps } from '../../suites/traces/steps.ts';
import { consume, type Kit } from './kit.ts';

const all = 'SELECT * FROM Singers';
const update = "UPDATE Singers SET Name = 'y' WHERE Id = 1";

/** Runs a transaction in callbacks, until the application says that it is over. */
const inCallbacks = (
  { database }: Kit,
  body: (transaction: Transaction, over: (error?: Error | null) => void) => void,
) =>
  new Promise<void>((resolve, reject) => {
    const over = (error?: Error | null) => (error ? reject(error) : resolve());
    database.runTransaction((error, transaction) => (transaction ? body(transaction, over) : over(error)));
  });

export const steps: Steps<Kit> = {
  'statements, a mutation and the commit': {
    run: ({ database }) =>
      database.runTransactionAsync(async (transaction) => {
        await transaction.run(all);
        await transaction.runUpdate(update);
        transaction.upsert('Albums', { Id: 1, Name: 'Total Junk' });
        await transaction.commit();
      }),
    tree: `
I app
  I transaction
    C SELECT Singers
      C grpc ExecuteStreamingSql
    C UPDATE Singers
      C grpc ExecuteStreamingSql
    C commit
      C grpc Commit`,
  },

  'the same in callbacks: each call inside the one before': {
    run: (kit) =>
      inCallbacks(kit, (transaction, over) => {
        transaction.run(all, (error) => {
          if (error) return over(error);
          return transaction.runUpdate(update, (failure) => {
            if (failure) return over(failure);
            return transaction.commit((refusal) => over(refusal));
          });
        });
      }),
    tree: `
I app
  I transaction
    C SELECT Singers
      C grpc ExecuteStreamingSql
    C UPDATE Singers
      C grpc ExecuteStreamingSql
    C commit
      C grpc Commit`,
  },

  'a read': {
    run: ({ database }) =>
      database.runTransactionAsync(async (transaction) => {
        await transaction.read('Singers', { columns: ['Id'], keys: ['1'] });
        await transaction.commit();
      }),
    tree: `
I app
  I transaction
    C read Singers
      C grpc StreamingRead
    C commit
      C grpc Commit`,
  },

  'streams of statements and of reads': {
    run: ({ database }) =>
      database.runTransactionAsync(async (transaction) => {
        await consume(transaction.runStream(all));
        await consume(transaction.createReadStream('Singers', { columns: ['Id'], keys: ['1'] }));
        await transaction.commit();
      }),
    tree: `
I app
  I transaction
    C SELECT Singers
      C grpc ExecuteStreamingSql
    C read Singers
      C grpc StreamingRead
    C commit
      C grpc Commit`,
  },

  'streams side by side: each with its own request': {
    run: ({ database }) =>
      database.runTransactionAsync(async (transaction) => {
        await Promise.all([
          consume(transaction.runStream(all)),
          consume(transaction.createReadStream('Albums', { columns: ['Id'], keys: ['1'] })),
          consume(transaction.runStream('SELECT * FROM Albums')),
        ]);
        await transaction.commit();
      }),
    tree: `
I app
  I transaction
    C SELECT Singers
      C grpc ExecuteStreamingSql
    C read Albums
      C grpc StreamingRead
    C SELECT Albums
      C grpc ExecuteStreamingSql
    C commit
      C grpc Commit`,
  },

  'only mutations': {
    run: ({ database }) =>
      database.runTransactionAsync(async (transaction) => {
        transaction.upsert('Albums', { Id: 1, Name: 'Go' });
        await transaction.commit();
      }),
    tree: `
I app
  I transaction
    C commit
      C grpc BeginTransaction
      C grpc Commit`,
  },

  'statements side by side: each with its own request': {
    run: ({ database }) =>
      database.runTransactionAsync(async (transaction) => {
        await Promise.all(
          ['Singers', 'Albums', 'Singers'].map((table) => transaction.run(`SELECT * FROM ${table}`)),
        );
        await transaction.commit();
      }),
    tree: `
I app
  I transaction
    C SELECT Singers
      C grpc ExecuteStreamingSql
    C SELECT Albums
      C grpc ExecuteStreamingSql
    C SELECT Singers
      C grpc ExecuteStreamingSql
    C commit
      C grpc Commit`,
  },

  'a batch of statements': {
    run: ({ database }) =>
      database.runTransactionAsync(async (transaction) => {
        await transaction.batchUpdate(
          [update, 'UPDATE Singers SET Name = @name WHERE Id = 2'].map((sql) => ({
            sql,
            params: { name: 'z' },
          })),
        );
        await transaction.batchUpdate([update, 'DELETE FROM Albums WHERE true']);
        await transaction.batchUpdate([update]);
        await transaction.commit();
      }),
    tree: `
I app
  I transaction
    C BATCH UPDATE Singers
      C grpc ExecuteBatchDml
    C BATCH
      C grpc ExecuteBatchDml
    C UPDATE Singers
      C grpc ExecuteBatchDml
    C commit
      C grpc Commit`,
  },

  'it is rolled back': {
    run: ({ database }) =>
      database.runTransactionAsync(async (transaction) => {
        await transaction.run(all);
        await transaction.rollback();
      }),
    tree: `
I app
  I transaction
    C SELECT Singers
      C grpc ExecuteStreamingSql
    C rollback
      C grpc Rollback`,
  },

  'in callbacks, it is rolled back before anything was asked: nothing is sent': {
    run: ({ database }) =>
      new Promise<void>((resolve, reject) => {
        database.runTransaction((error, transaction) => {
          if (!transaction) return reject(error);
          return transaction.rollback((failure) => (failure ? reject(failure) : resolve()));
        });
      }),
    tree: `
I app
  I transaction`,
  },

  'in callbacks, it is rolled back': {
    run: ({ database }) =>
      new Promise<void>((resolve, reject) => {
        database.runTransaction((error, transaction) => {
          if (!transaction) return reject(error);
          return transaction.run(all, () =>
            transaction.rollback((failure) => (failure ? reject(failure) : resolve())),
          );
        });
      }),
    tree: `
I app
  I transaction
    C SELECT Singers
      C grpc ExecuteStreamingSql
    C rollback
      C grpc Rollback`,
  },

  "the application's own error": {
    async run({ database }) {
      const failing = database.runTransactionAsync(async (transaction) => {
        await transaction.run(all);
        throw new RangeError('sold out');
      });
      await failing.catch(() => {});
    },
    tree: `
I app
  I transaction ! RangeError
    C SELECT Singers
      C grpc ExecuteStreamingSql`,
  },

  "the application's own spans and calls inside": {
    run: ({ database, inSpan }) =>
      database.runTransactionAsync(async (transaction) => {
        await inSpan('check stock', async () => void (await transaction.run(all)));
        await database.run('SELECT * FROM Albums');
        await transaction.commit();
      }),
    tree: `
I app
  I transaction
    I check stock
      C SELECT Singers
        C grpc ExecuteStreamingSql
    C SELECT Albums
      C grpc ExecuteStreamingSql
    C commit
      C grpc Commit`,
  },
};
