import { caseList } from '../../../../shared/test/cases';
import { call, client, database, instance, namespace, spanner } from '../support';

const { cases, calls } = caseList();

const onDatabase = (operation: string) => call(operation);
const ofInstance = { 'db.namespace': namespace.split('|').slice(0, 2).join('|') };
const onInstance = (operation: string) => call(operation, undefined, ofInstance);
const onClient = (operation: string) => {
  const span = call(operation);
  const { 'db.namespace': _none, ...attributes } = span.attributes as { [name: string]: unknown };
  return { ...span, attributes };
};

const ddl = 'CREATE TABLE t (id INT64) PRIMARY KEY (id)';
const ofDatabase: [method: string, operation: string, run: (it: typeof database) => unknown][] = [
  ['updateSchema', 'update_schema', (it) => it.updateSchema(ddl)],
  ['createTable', 'create_table', (it) => it.createTable(ddl)],
  ['getSchema', 'get_schema', (it) => it.getSchema()],
  ['get', 'get_database', (it) => it.get()],
  ['exists', 'get_database', (it) => it.exists()],
  ['getMetadata', 'get_database', (it) => it.getMetadata()],
  ['getState', 'get_database', (it) => it.getState()],
  ['getRestoreInfo', 'get_database', (it) => it.getRestoreInfo()],
  ['getDatabaseDialect', 'get_database', (it) => it.getDatabaseDialect()],
  ['setMetadata', 'update_database', (it) => it.setMetadata({ enableDropProtection: true })],
  ['restore', 'restore_database', (it) => it.restore('projects/p/instances/shop/backups/b')],
  ['getIamPolicy', 'get_iam_policy', (it) => it.getIamPolicy()],
  ['setIamPolicy', 'set_iam_policy', (it) => it.setIamPolicy({ policy: { bindings: [] } as never })],
  ['getDatabaseRoles', 'list_database_roles', (it) => it.getDatabaseRoles()],
  ['getOperations', 'list_operations', (it) => it.getOperations()],
  ['getSessions', 'list_sessions', (it) => it.getSessions()],
  ['delete', 'delete_database', () => instance.database('dropped').delete()],
];
for (const [method, operation, run] of ofDatabase)
  calls(
    `Database.${method}`,
    'in one request',
    () => run(database),
    method === 'delete'
      ? call(operation, undefined, { 'db.namespace': namespace.replace('orders', 'dropped') })
      : onDatabase(operation),
  );

const users = database.table('users');
calls('Table.create', 'by a schema', () => users.create(ddl), call('create_table', 'users'));
calls('Table.delete', 'a table', () => users.delete(), call('drop_table', 'users'));
calls('Table.drop', 'a table', () => users.drop(), call('drop_table', 'users'));

const backup = instance.backup('nightly');
const ofOthers: [row: string, operation: string, run: () => unknown][] = [
  ['Instance.createDatabase', 'create_database', () => instance.createDatabase('fresh')],
  ['Instance.getDatabases', 'list_databases', () => instance.getDatabases()],
  ['Instance.getBackups', 'list_backups', () => instance.getBackups()],
  ['Instance.getBackupOperations', 'list_operations', () => instance.getBackupOperations()],
  ['Instance.getDatabaseOperations', 'list_operations', () => instance.getDatabaseOperations()],
  [
    'Instance.copyBackup',
    'copy_backup',
    () =>
      instance.copyBackup('projects/p/instances/shop/backups/b', 'c', {
        expireTime: client.Spanner.timestamp('2030-01-01T00:00:00Z') as never,
      }),
  ],
  ['Instance.get', 'get_instance', () => instance.get()],
  ['Instance.exists', 'get_instance', () => instance.exists()],
  ['Instance.getMetadata', 'get_instance', () => instance.getMetadata()],
  ['Instance.setMetadata', 'update_instance', () => instance.setMetadata({ displayName: 'Shop' })],
  [
    'Backup.create',
    'create_backup',
    () =>
      backup.create({
        databasePath: database.formattedName_,
        expireTime: client.Spanner.timestamp('2030-01-01T00:00:00Z') as never,
      }),
  ],
  ['Backup.getMetadata', 'get_backup', () => backup.getMetadata()],
  ['Backup.getState', 'get_backup', () => backup.getState()],
  ['Backup.getExpireTime', 'get_backup', () => backup.getExpireTime()],
  ['Backup.exists', 'get_backup', () => backup.exists()],
  [
    'Backup.updateExpireTime',
    'update_backup',
    () => backup.updateExpireTime(client.Spanner.timestamp('2031-01-01T00:00:00Z')),
  ],
  ['Backup.delete', 'delete_backup', () => backup.delete()],
];
for (const [row, operation, run] of ofOthers) calls(row, 'in one request', run, onInstance(operation));
calls(
  'Instance.delete',
  'an instance',
  () => spanner.instance('dropped').delete(),
  call('delete_instance', undefined, {
    'db.namespace': ofInstance['db.namespace'].replace('shop', 'dropped'),
  }),
);

const ofClient: [method: string, operation: string, run: () => unknown][] = [
  ['getInstances', 'list_instances', () => spanner.getInstances()],
  [
    'createInstanceConfig',
    'create_instance_config',
    () => spanner.createInstanceConfig('c', { displayName: 'c', baseConfig: 'b', replicas: [] }),
  ],
  ['getInstanceConfigs', 'list_instance_configs', () => spanner.getInstanceConfigs()],
  ['getInstanceConfig', 'get_instance_config', () => spanner.getInstanceConfig('c')],
  ['getInstanceConfigOperations', 'list_operations', () => spanner.getInstanceConfigOperations()],
];
for (const [method, operation, run] of ofClient)
  calls(`Spanner.${method}`, 'in one request', run, onClient(operation));

for (const name of ['fresh', `projects/${ofInstance['db.namespace'].split('|')[0]}/instances/fresh`])
  calls(
    'Spanner.createInstance',
    `by ${name === 'fresh' ? 'its id' : 'its path'}`,
    () => spanner.createInstance(name, { config: 'c', nodes: 1 }),
    call('create_instance', undefined, {
      'db.namespace': ofInstance['db.namespace'].replace('shop', 'fresh'),
    }),
  );

export const administrationCases = cases;
