import type * as spanner from '@google-cloud/spanner';
import type * as read from '../../../plugins/spanner/src/client.ts';
import { missing } from '../../harness/missing-fields.ts';
import type { Scenario } from '../../harness/scenario.ts';

/** The fields that the plugin reads, on the client's own objects; gives the names of those that are missing. */
const scenario: Scenario<typeof spanner> = async ({ Spanner, Transaction }, { projectId }) => {
  const client = new Spanner({ projectId, servicePath: 'localhost', port: 1 });
  const instance = client.instance('instance');
  const database = instance.database('database');
  const session = database.session('session');
  const transaction = new Transaction(session);
  transaction.insert('orders', { id: 1 });
  const queued = Reflect.get(transaction, '_queuedMutations') as readonly object[] | undefined;
  return [
    ...missing<read.Spanner>('Spanner', client, 'baseUrl', 'options'),
    ...missing<NonNullable<read.Spanner['options']>>(
      'Spanner.options',
      client.options,
      'port',
      'servicePath',
    ),
    ...missing<read.Instance>('Instance', instance, 'formattedName_', 'parent'),
    ...missing<read.Database>('Database', database, 'formattedName_', 'instance', 'databaseDialect'),
    ...missing<read.Session>('Session', session, 'parent', 'metadata'),
    ...missing<read.Snapshot>(
      'Transaction',
      transaction,
      'session',
      '_options',
      'requestOptions',
      '_queuedMutations',
    ),
    ...missing<read.Mutation>('Transaction._queuedMutations', queued?.[0], 'insert'),
    ...missing<read.Table>('Table', database.table('orders'), 'name', 'database'),
  ];
};

export default scenario;
