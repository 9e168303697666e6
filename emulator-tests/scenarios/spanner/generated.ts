import type { Transaction } from '@google-cloud/spanner';
import type { Call, Calls } from '../../suites/calls.ts';
import { generating } from '../../suites/invisibility/generated.ts';
import { calls } from './calls.ts';
import { spannerKit, type Client, type Kit } from './kit.ts';

/** Of a transaction that is under way. */
const inTransaction = (
  method: keyof Transaction & ('runUpdate' | 'batchUpdate' | 'commit' | 'rollback'),
  ...args: unknown[]
): Call<Kit> => ({
  returns: 'promise',
  make: ({ database }) => ({
    target: {
      [method]: (...given: unknown[]) =>
        database.runTransactionAsync(async (started) => {
          try {
            return await Reflect.apply(started[method], started, given);
          } finally {
            started.end();
          }
        }),
    },
    method,
    args,
  }),
});

const direct = (target: (kit: Kit) => object, method: string, ...args: unknown[]): Call<Kit> => ({
  returns: 'promise',
  make: (kit) => ({ target: target(kit), method, args }),
});

const update = 'UPDATE fine SET a = 1 WHERE true';

/** Rows that no call of the other suites is of, and methods that are replaced without a row. */
export const more: Calls<Kit> = {
  'Dml.runUpdate': inTransaction('runUpdate', update),
  'Transaction.batchUpdate': inTransaction('batchUpdate', [update]),
  'Transaction.commit': inTransaction('commit'),
  'Transaction.rollback': inTransaction('rollback'),
  'Database.runTransaction': direct(
    ({ database }) => database,
    'runTransaction',
    (_error: unknown, started?: Transaction) => started?.end(),
  ),
  'Instance.backup': direct(({ instance }) => instance, 'backup', 'nightly'),
};

export default generating<Client, Kit>(spannerKit, calls, more);
