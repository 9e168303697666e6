import type { Snapshot } from '@google-cloud/spanner';
import { byCallback, caseList } from '../../../../shared/test/cases';
import { attribute, call, client, consumed, database, failed, rows, statement, text, type } from '../support';

const { cases, calls } = caseList();
const single = type('single_use');

calls(
  'Database.run',
  'literals',
  () => database.run("SELECT * FROM users WHERE name = 'Ada'"),
  statement('SELECT users', text('SELECT * FROM users WHERE name = ?'), single, rows(3)),
);
calls(
  'Database.run',
  'parameters, tags, a bound, with a callback',
  () =>
    byCallback((done) =>
      database.run(
        {
          sql: 'SELECT * FROM users WHERE name = @name -- as written',
          params: { name: 'Ada' },
          requestOptions: { requestTag: 'listing', priority: 'PRIORITY_LOW' },
        } as never,
        { exactStaleness: 10 } as never,
        done as never,
      ),
    ),
  statement(
    'SELECT users',
    text('SELECT * FROM users WHERE name = @name -- as written'),
    single,
    attribute({
      'request.tag': 'listing',
      'request.priority': 'PRIORITY_LOW',
      timestamp_bound: 'exact_staleness',
    }),
    rows(3),
  ),
);
calls(
  'Database.run',
  'of a table that is not there',
  () => database.run('SELECT * FROM not_found').catch(() => {}),
  failed(statement('SELECT not_found', text('SELECT * FROM not_found'), single), 'NOT_FOUND'),
);
calls(
  'Database.runStream',
  'to its end',
  () => consumed(database.runStream('SELECT * FROM rows_5')),
  statement('SELECT rows_5', text('SELECT * FROM rows_5'), single, rows(5)),
);
calls(
  'Database.runPartitionedUpdate',
  'a statement',
  () => database.runPartitionedUpdate("UPDATE rows_4 SET name = 'x' WHERE true"),
  statement(
    'UPDATE rows_4',
    text('UPDATE rows_4 SET name = ? WHERE ?'),
    type('partitioned_dml'),
    attribute({ 'rows.affected': 4, 'rows.affected_exact': false }),
  ),
);

const snapshotType = (bound?: string) => ({
  ...type('read_only'),
  ...attribute({ 'session.multiplexed': true }),
  ...(bound !== undefined && attribute({ timestamp_bound: bound })),
});
const inSnapshot = async (use: (snapshot: Snapshot) => unknown) => {
  const [snapshot] = await database.getSnapshot({ strong: true });
  await use(snapshot);
  snapshot.end();
};
const begin = call('begin', undefined, type('read_only'), attribute({ timestamp_bound: 'strong' }));
calls('Database.getSnapshot', 'a strong one', () => inSnapshot(() => {}), begin);
calls(
  'Snapshot.run',
  'a query',
  () => inSnapshot((it) => it.run('SELECT * FROM users')),
  begin,
  statement('SELECT users', text('SELECT * FROM users'), snapshotType('strong'), rows(3)),
);
calls(
  'Snapshot.runStream',
  'to its end, and never read',
  () =>
    inSnapshot(async (it) => {
      it.runStream('SELECT * FROM never_read');
      await consumed(it.runStream('SELECT * FROM users'));
    }),
  begin,
  statement('SELECT users', text('SELECT * FROM users'), snapshotType('strong'), rows(3)),
);
calls(
  'Snapshot.read',
  'a table',
  () => inSnapshot((it) => it.read('users', { columns: ['id'], keys: ['1'] })),
  begin,
  call('read', 'users', snapshotType('strong'), rows(3)),
);
calls(
  'Snapshot.createReadStream',
  'a table',
  () => inSnapshot((it) => consumed(it.createReadStream('users', { columns: ['id'], keys: ['1'] }))),
  begin,
  call('read', 'users', snapshotType('strong'), rows(3)),
);

const users = database.table('users');
calls(
  'Table.read',
  'its rows',
  () => users.read({ columns: ['id'], keys: ['1'] }),
  call('read', 'users', type('read_only'), rows(3)),
);
calls(
  'Table.createReadStream',
  'its rows',
  () => consumed(users.createReadStream({ columns: ['id'], keys: ['1'] })),
  call('read', 'users', type('read_only'), rows(3)),
);
for (const method of ['insert', 'update', 'upsert', 'replace'] as const)
  calls(
    `Table.${method}`,
    'a row',
    () => users[method]({ id: 1, name: 'Ada' }),
    call(method, 'users', type('read_write')),
  );
calls(
  'Table.deleteRows',
  'a row, with a callback',
  () => byCallback((done) => users.deleteRows(['1'], done as never)),
  call('delete_rows', 'users', type('read_write')),
);
calls(
  'Table.insert',
  'a row that is there',
  () =>
    database
      .table('already_exists')
      .insert({ id: 1 })
      .catch(() => {}),
  failed(call('insert', 'already_exists', type('read_write')), 'ALREADY_EXISTS'),
);

calls(
  'Database.writeAtLeastOnce',
  'two mutations',
  () => {
    const mutations = new client.MutationSet();
    mutations.upsert('users', { id: 1 });
    mutations.deleteRows('users', ['2']);
    return database.writeAtLeastOnce(mutations, {});
  },
  call('write', undefined, type('blind_write'), attribute({ mutations: 2 })),
);
calls(
  'Database.batchWriteAtLeastOnce',
  'two groups, one of which fails',
  () => {
    const groups = ['users', 'failed_precondition'].map((table) => {
      const group = new client.MutationGroup();
      group.upsert(table, { id: 1 });
      return group;
    });
    return consumed(database.batchWriteAtLeastOnce(groups, {}) as AsyncIterable<unknown>);
  },
  call(
    'batch_write',
    undefined,
    { 'db.operation.batch.size': 2 },
    type('blind_write'),
    attribute({ mutations: 2, 'batch_write.failed_groups': 1 }),
  ),
);

export const statementCases = cases;
