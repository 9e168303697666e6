import type { Transaction } from '@google-cloud/firestore';
import type { Call, Calls } from '../../suites/calls.ts';
import { generating } from '../../suites/invisibility/generated.ts';
import { calls } from './calls.ts';
import type { Client, Kit } from './kit.ts';

const promise = (target: (kit: Kit) => object, method: string, ...args: unknown[]): Call<Kit> => ({
  returns: 'promise',
  make: (kit) => ({ target: target(kit), method, args }),
});

/** Of a transaction that is under way. */
const inTransaction = (method: keyof Transaction, args: (kit: Kit) => unknown[]): Call<Kit> => ({
  returns: 'promise',
  make: (kit) => ({
    target: {
      [method]: (...given: unknown[]) =>
        kit.database.runTransaction((started) => Reflect.apply(started[method], started, given)),
    },
    method,
    args: args(kit),
  }),
});

const batch = ({ database }: Kit) => database.batch();
const writer = ({ database }: Kit) => database.bulkWriter();
const data = { title: 'a' };

/** Rows that no call of the other suites is of, and methods that are replaced without a row. */
export const more: Calls<Kit> = {
  'Transaction.get': inTransaction('get', ({ database }) => [database.doc('a/b')]),
  'Transaction.getAll': inTransaction('getAll', ({ database }) => [database.doc('a/b')]),
  'Transaction.execute': inTransaction('execute', ({ database }) => [database.pipeline().collection('a')]),
  'WriteBatch.create': promise(batch, 'create', 'a/b', data),
  'WriteBatch.set': promise(batch, 'set', 'a/b', data),
  'WriteBatch.update': promise(batch, 'update', 'a/b', data),
  'WriteBatch.delete': promise(batch, 'delete', 'a/b'),
  'BulkWriter.onWriteResult': promise(writer, 'onWriteResult', () => {}),
  'BulkWriter.onWriteError': promise(writer, 'onWriteError', () => false),
};

export default generating<Client, Kit>(
  (client, tools) => ({ ...tools, client, database: new client.Firestore() }),
  calls,
  more,
);
