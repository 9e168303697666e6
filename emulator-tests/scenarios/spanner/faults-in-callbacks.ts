import type { Transaction } from '@google-cloud/spanner';
import type { Steps } from '../../suites/traces/steps.ts';
import { calledBack, type Kit } from './kit.ts';

/** Runs a transaction in callbacks, until its commit calls back. */
const committed = ({ database }: Kit, body: (transaction: Transaction) => void) =>
  calledBack((callback) =>
    database.runTransaction((error, transaction) => {
      if (!transaction) return callback(error);
      body(transaction);
      return transaction.commit(callback);
    }),
  );

/** Transactions in callbacks: a step that the client tries again is never called back. */
export const steps: Steps<Kit> = {
  'in callbacks, a commit that is aborted: it is never called back, and over when the next attempt is made': {
    run: (kit) => {
      const name = kit.table('aborted_once');
      return committed(kit, (transaction) => transaction.upsert(name, { Id: 1 }));
    },
    tree: `
I app
  I transaction * retry ABORTED
    C commit ! ABORTED
      C grpc BeginTransaction
      C grpc Commit ! 10
    C begin
      C grpc BeginTransaction
    C commit
      C grpc Commit`,
  },

  'in callbacks, a session that the server has lost: the client starts the transaction again': {
    run: (kit) => {
      const name = kit.table('session_lost_once');
      return committed(kit, (transaction) => transaction.upsert(name, { Id: 1 }));
    },
    tree: `
I app
  I transaction * retry NOT_FOUND
    C commit ! NOT_FOUND
      C grpc BeginTransaction
      C grpc Commit ! 5
    C commit
      C grpc BeginTransaction
      C grpc Commit`,
  },

  'in callbacks, a statement on a session that the server has lost': {
    run: ({ database, table }) => {
      const sql = `SELECT * FROM ${table('session_lost_once')}`;
      return new Promise<void>((resolve, reject) => {
        database.runTransaction((error, transaction) => {
          if (!transaction) return reject(error);
          return transaction.run(sql, () =>
            transaction.commit((failure) => (failure ? reject(failure) : resolve())),
          );
        });
      });
    },
    tree: `
I app
  I transaction * retry NOT_FOUND
    C SELECT session_lost_once ! NOT_FOUND
      C grpc ExecuteStreamingSql ! 5
    C SELECT session_lost_once
      C grpc ExecuteStreamingSql
    C commit
      C grpc Commit`,
  },

  'in callbacks, statements that are aborted beside others': {
    run: ({ database, table }) => {
      const sql = `SELECT * FROM ${table('aborted_once')}`;
      return new Promise<void>((resolve, reject) => {
        database.runTransaction((error, transaction) => {
          if (!transaction) return reject(error);
          return transaction.run('SELECT * FROM Singers', () => {
            transaction.run(sql, () =>
              transaction.commit((failure) => (failure ? reject(failure) : resolve())),
            );
          });
        });
      });
    },
    tree: `
I app
  I transaction * retry ABORTED
    C SELECT Singers
      C grpc ExecuteStreamingSql
    C SELECT aborted_once ! ABORTED
      C grpc ExecuteStreamingSql ! 10
    C begin
      C grpc BeginTransaction
    C SELECT Singers
      C grpc ExecuteStreamingSql
    C SELECT aborted_once
      C grpc ExecuteStreamingSql
    C commit
      C grpc Commit`,
  },

  'in callbacks, a write of its own transaction that is aborted inside another': {
    run: (kit) => {
      const { database, table } = kit;
      const name = table('aborted_once');
      return calledBack((callback) =>
        database.runTransaction((error, transaction) => {
          if (!transaction) return callback(error);
          return database.table(name).insert([{ Id: 1 }], (failure) => {
            if (failure) return callback(failure);
            return transaction.run('SELECT * FROM Singers', () => transaction.commit(callback));
          });
        }),
      );
    },
    tree: `
I app
  I transaction
    C insert aborted_once
      C grpc BeginTransaction
      C grpc Commit ! 10
      C grpc BeginTransaction
      C grpc Commit
    C SELECT Singers
      C grpc ExecuteStreamingSql
    C commit
      C grpc Commit`,
  },
};
