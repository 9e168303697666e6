import type { Transaction } from '@google-cloud/spanner';
import { withCallbacks, type Call, type Calls, type Made, type Names } from '../../suites/calls.ts';
import { calledBack, type Kit } from './kit.ts';

type On<Target> = (kit: Kit, names: Names) => Target;
type Args = (names: Names, kit: Kit) => unknown[];

const call =
  (returns: Call<Kit>['returns'], more: Pick<Call<Kit>, 'takesCallback'> = {}) =>
  (on: On<object>, method: string, args: Args = () => []): Call<Kit> => ({
    returns,
    ...more,
    make: (kit, names): Made => ({ target: on(kit, names), method, args: args(names, kit) }),
  });
/** Most take a callback, and give a promise without one. */
const either = call('promise', { takesCallback: true });
const promised = call('promise');
const stream = call('stream');

const literal = ({ id, value }: Names) => `SELECT * FROM ${id} WHERE Name = '${value}' -- ${value}`;
const parameterized = ({ id, value }: Names) => ({
  sql: `SELECT * FROM ${id} WHERE Name = @name`,
  params: { name: value },
});
const update = ({ id, value }: Names) => `UPDATE ${id} SET Name = '${value}' WHERE true`;
const row = ({ field, value }: Names) => [{ Id: value, [field]: value }];
const keys = ({ field, value }: Names) => ({ columns: ['Id', field], keys: [value] });

const database: On<Kit['database']> = (kit) => kit.database;
const table: On<object> = (kit, { id }) => kit.database.table(id);
/** Of a transaction that has begun elsewhere: nothing is sent for it. */
const snapshot: On<object> = (kit, { value }) =>
  kit.database.batchTransaction({
    session: `${kit.database.formattedName_}/sessions/1`,
    transaction: Buffer.from(value).toString('base64'),
  });
const named: On<object> = (kit, { id }) => kit.instance.database(id);

const queryPartition = (names: Names) => ({
  partitionToken: Buffer.from(names.value),
  ...parameterized(names),
});
const readPartition = (names: Names) => ({
  partitionToken: Buffer.from(names.value),
  table: names.id,
  ...keys(names),
});

const mutations: Args = (names, { client: { MutationSet } }) => {
  const set = new MutationSet();
  set.upsert(names.id, row(names));
  set.deleteRows(names.id, [names.value]);
  return [set];
};
const groups: Args = (names, { client: { MutationGroup } }) => {
  const [group, other] = [new MutationGroup(), new MutationGroup()];
  group.upsert(names.id, row(names));
  other.insert('Albums', row(names));
  return [[group, other]];
};

const transaction = (body: (transaction: Transaction, names: Names) => Promise<unknown>) =>
  promised(database, 'runTransactionAsync', (names) => [
    {
      requestOptions: { transactionTag: 'checkout' },
      isolationLevel: 'REPEATABLE_READ',
      readLockMode: 'OPTIMISTIC',
    },
    (started: Transaction) => body(started, names),
  ]);

/** A transaction in callbacks, as a promise. */
const inCallbacks = promised(
  (kit) => ({
    runInCallbacks: (names: Names) =>
      calledBack((callback) =>
        kit.database.runTransaction((error, started) => {
          if (!started) return callback(error);
          return started.run(literal(names), (failure) => {
            if (failure) {
              started.end();
              return callback(failure);
            }
            started.upsert('Albums', row(names)[0]!);
            return started.commit(callback);
          });
        }),
      ),
  }),
  'runInCallbacks',
  (names) => [names],
);

const statements: Calls<Kit> = {
  'database.run': either(database, 'run', (names) => [literal(names)]),
  'database.run, with parameters': either(database, 'run', (names) => [
    { ...parameterized(names), requestOptions: { requestTag: 'list', priority: 'PRIORITY_LOW' } },
    { exactStaleness: 1_000 },
  ]),
  'database.run, profiled': either(database, 'run', (names) => [
    { ...parameterized(names), queryMode: 'PROFILE' },
  ]),
  'database.runStream': stream(database, 'runStream', (names) => [literal(names)]),
  'database.runPartitionedUpdate': either(database, 'runPartitionedUpdate', (names) => [update(names)]),
  'database.getSnapshot': either(database, 'getSnapshot'),
  'database.createBatchTransaction': either(database, 'createBatchTransaction'),
  'snapshot.begin': either(snapshot, 'begin'),
  'snapshot.run': either(snapshot, 'run', (names) => [literal(names)]),
  'snapshot.runStream': stream(snapshot, 'runStream', (names) => [parameterized(names)]),
  'snapshot.read': either(snapshot, 'read', (names) => [names.id, keys(names)]),
  'snapshot.createReadStream': stream(snapshot, 'createReadStream', (names) => [names.id, keys(names)]),
  'table.read': either(table, 'read', (names) => [keys(names)]),
  'table.createReadStream': stream(table, 'createReadStream', (names) => [keys(names)]),
};

const writes: Calls<Kit> = {
  'table.insert': either(table, 'insert', (names) => [row(names)]),
  'table.update': either(table, 'update', (names) => [row(names)]),
  'table.upsert': either(table, 'upsert', (names) => [row(names)]),
  'table.replace': either(table, 'replace', (names) => [row(names)]),
  'table.deleteRows': either(table, 'deleteRows', ({ value }) => [[value]]),
  'database.writeAtLeastOnce': either(database, 'writeAtLeastOnce', (names, kit) => [
    ...mutations(names, kit),
    {},
  ]),
  'database.batchWriteAtLeastOnce': stream(database, 'batchWriteAtLeastOnce', groups),
  'transaction: a query, a statement, a mutation': transaction(async (started, names) => {
    await started.run(literal(names));
    await started.runUpdate(update(names));
    started.upsert(names.id, row(names)[0]!);
    await started.commit({ returnCommitStats: true });
  }),
  'transaction: a read, a stream': transaction(async (started, names) => {
    await started.read(names.id, keys(names));
    await started.rollback();
  }),
  'transaction: a batch': transaction(async (started, names) => {
    await started.runUpdate(`INSERT INTO Albums (Name) VALUES ('${names.value}')`);
    await started.runUpdate(`DELETE FROM Albums WHERE Name = '${names.value}'`);
    await started.batchUpdate([update(names), `DELETE FROM Albums WHERE Name = '${names.value}'`]);
    await started.commit();
  }),
  'transaction: fails by itself': transaction(async (started, names) => {
    await started.run(parameterized(names));
    throw new RangeError(`no such thing: ${names.value}`);
  }),
  'transaction, in callbacks': inCallbacks,
};

const partitions: Calls<Kit> = {
  'batch.createQueryPartitions': either(snapshot, 'createQueryPartitions', (names) => [parameterized(names)]),
  'batch.createReadPartitions': either(snapshot, 'createReadPartitions', (names) => [
    { table: names.id, ...keys(names) },
  ]),
  'batch.execute, a query': either(snapshot, 'execute', (names) => [queryPartition(names)]),
  'batch.execute, a read': either(snapshot, 'execute', (names) => [readPartition(names)]),
  'batch.executeStream': stream(snapshot, 'executeStream', (names) => [queryPartition(names)]),
};

const databases: Calls<Kit> = {
  'table.create': either(table, 'create', ({ value }) => [
    `CREATE TABLE a (b STRING(MAX) DEFAULT ('${value}')) PRIMARY KEY (b)`,
  ]),
  'table.delete': either(table, 'delete'),
  'table.drop': either(table, 'drop'),
  'database.restore': either(named, 'restore', () => [nightly]),
  'database.getOperations': either(named, 'getOperations'),
  'database.getSessions': either(named, 'getSessions'),
  'database.updateSchema': either(named, 'updateSchema', ({ value }) => [
    [`ALTER TABLE Albums ALTER COLUMN a SET DEFAULT ('${value}')`],
  ]),
  'database.createTable': either(named, 'createTable', ({ value }) => [
    `CREATE TABLE a (b INT64 DEFAULT ('${value}')) PRIMARY KEY (b)`,
  ]),
  'database.getSchema': either(named, 'getSchema'),
  'database.exists': either(named, 'exists'),
  'database.get': either(named, 'get'),
  'database.getMetadata': either(named, 'getMetadata'),
  'database.getState': either(named, 'getState'),
  'database.getRestoreInfo': promised(named, 'getRestoreInfo'),
  'database.getDatabaseDialect': either(named, 'getDatabaseDialect'),
  'database.setMetadata': either(named, 'setMetadata', () => [{ enableDropProtection: true }]),
  'database.getIamPolicy': either(named, 'getIamPolicy'),
  'database.setIamPolicy': either(named, 'setIamPolicy', ({ value }) => [
    { policy: { bindings: [{ role: 'roles/viewer', members: [`user:${value}`] }] } },
  ]),
  'database.getDatabaseRoles': either(named, 'getDatabaseRoles'),
  'database.delete': either(named, 'delete'),
};

const client: On<object> = ({ spanner }) => spanner;
const owner: On<object> = ({ spanner }, { id }) => spanner.instance(id);
const backup: On<object> = ({ instance }, { id }) => instance.backup(id);
const nightly = 'projects/demo/instances/shops/backups/nightly';
const expireTime = Date.UTC(2100, 0);

const backups: Calls<Kit> = {
  'backup.create': either(backup, 'create', (_, { database: { formattedName_: databasePath } }) => [
    { databasePath, expireTime },
  ]),
  'backup.getMetadata': either(backup, 'getMetadata'),
  'backup.getState': promised(backup, 'getState'),
  'backup.getExpireTime': promised(backup, 'getExpireTime'),
  'backup.exists': promised(backup, 'exists'),
  'backup.updateExpireTime': either(backup, 'updateExpireTime', () => [expireTime]),
  'backup.delete': either(backup, 'delete'),
  'instance.copyBackup': either(owner, 'copyBackup', ({ id }) => [nightly, id, { expireTime }]),
  'instance.getBackups': either(owner, 'getBackups'),
};

const instances: Calls<Kit> = {
  'instance.createDatabase': either(
    ({ instance }) => instance,
    'createDatabase',
    ({ id }) => [id],
  ),
  'instance.getMetadata': either(owner, 'getMetadata'),
  'instance.get': either(owner, 'get'),
  'instance.getBackupOperations': either(owner, 'getBackupOperations'),
  'instance.getDatabaseOperations': either(owner, 'getDatabaseOperations'),
  'instance.exists': either(owner, 'exists'),
  'instance.getDatabases': either(owner, 'getDatabases'),
  'instance.setMetadata': either(owner, 'setMetadata', ({ value }) => [{ displayName: value }]),
  'instance.delete': either(owner, 'delete'),
  'spanner.createInstance': either(client, 'createInstance', ({ id, value }) => [
    id,
    { config: 'scripted', nodes: 1, displayName: value },
  ]),
  'spanner.createInstanceConfig': either(client, 'createInstanceConfig', ({ id, value }) => [
    id,
    { displayName: value, baseConfig: 'scripted', replicas: [] },
  ]),
  'spanner.getInstanceConfig': either(client, 'getInstanceConfig', ({ id }) => [id]),
  'spanner.getInstances': either(client, 'getInstances'),
  'spanner.getInstanceConfigOperations': either(client, 'getInstanceConfigOperations'),
  'spanner.getInstanceConfigs': either(client, 'getInstanceConfigs'),
};

/** Spanner's public calls. */
export const calls: Calls<Kit> = {
  ...statements,
  ...writes,
  ...partitions,
  ...databases,
  ...backups,
  ...instances,
};

/** The same, those that are about data in callbacks as well. */
export const dataInCallbacks: Calls<Kit> = {
  ...calls,
  ...withCallbacks({ ...statements, ...writes, ...partitions }),
};
