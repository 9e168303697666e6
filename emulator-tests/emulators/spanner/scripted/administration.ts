import { now } from './answers.ts';
import { askedByAnything } from './messages.ts';
import type { UnaryFactory } from './unary.ts';

interface Named {
  readonly name: string;
}

interface Owned {
  readonly parent: string;
}

interface OfResource {
  readonly resource: string;
}

interface OfDatabase {
  readonly database: string;
}

const databaseV1 = 'google.spanner.admin.database.v1';
const instanceV1 = 'google.spanner.admin.instance.v1';

const database = (name: string) => ({
  name,
  state: 'READY',
  createTime: now(),
  databaseDialect: 'GOOGLE_STANDARD_SQL',
});
const backup = (name: string) => ({
  name,
  state: 'READY',
  createTime: now(),
  expireTime: now(),
  sizeBytes: 1,
});
const instance = (name: string) => ({ name, state: 'READY', displayName: 'scripted', nodeCount: 1 });
const instanceConfig = (name: string) => ({ name, displayName: 'scripted', configType: 'GOOGLE_MANAGED' });
const policy = () => ({ version: 1, bindings: [] });

let operations = 0;

/** A long-running operation that is done at once. */
const operation = (owner: string, type = 'google.protobuf.Empty', response: object = {}) => ({
  name: `${owner}/operations/${++operations}`,
  done: true,
  response: { '@type': `type.googleapis.com/${type}`, ...response },
});

const owned = (request: Owned, kind: string, id: string) => `${request.parent}/${kind}/${id}`;

export function databaseAdminMethods(unary: UnaryFactory) {
  const method = <Request>(answer: (request: Request) => object) => unary<Request>(askedByAnything, answer);
  const done = (name: string) => operation(name, `${databaseV1}.Database`, database(name));
  const saved = (name: string) => operation(name, `${databaseV1}.Backup`, backup(name));
  return {
    ListDatabases: method<Owned>((request) => ({
      databases: [database(owned(request, 'databases', 'shop'))],
    })),
    CreateDatabase: method<Owned & { createStatement: string }>(({ createStatement, ...request }) =>
      done(owned(request, 'databases', /(\w+)\W*$/.exec(createStatement)?.[1] ?? 'shop')),
    ),
    GetDatabase: method<Named>(({ name }) => database(name)),
    UpdateDatabase: method<{ database: Named }>((request) => done(request.database.name)),
    UpdateDatabaseDdl: method<OfDatabase>((request) => operation(request.database)),
    DropDatabase: method(() => ({})),
    GetDatabaseDdl: method(() => ({ statements: ['CREATE TABLE Albums (Id INT64) PRIMARY KEY (Id)'] })),
    RestoreDatabase: method<Owned & { databaseId: string }>((request) =>
      done(owned(request, 'databases', request.databaseId)),
    ),
    SetIamPolicy: method<OfResource>(policy),
    GetIamPolicy: method<OfResource>(policy),
    ListDatabaseRoles: method<Owned>((request) => ({
      databaseRoles: [{ name: owned(request, 'databaseRoles', 'reader') }],
    })),
    ListDatabaseOperations: method<Owned>((request) => ({ operations: [operation(request.parent)] })),
    ListBackupOperations: method<Owned>((request) => ({ operations: [operation(request.parent)] })),
    CreateBackup: method<Owned & { backupId: string }>((request) =>
      saved(owned(request, 'backups', request.backupId)),
    ),
    CopyBackup: method<Owned & { backupId: string }>((request) =>
      saved(owned(request, 'backups', request.backupId)),
    ),
    GetBackup: method<Named>(({ name }) => backup(name)),
    UpdateBackup: method<{ backup: Named }>((request) => backup(request.backup.name)),
    DeleteBackup: method(() => ({})),
    ListBackups: method<Owned>((request) => ({ backups: [backup(owned(request, 'backups', 'nightly'))] })),
  };
}

export function instanceAdminMethods(unary: UnaryFactory) {
  const method = <Request>(answer: (request: Request) => object) => unary<Request>(askedByAnything, answer);
  const done = (name: string) => operation(name, `${instanceV1}.Instance`, instance(name));
  return {
    ListInstanceConfigs: method<Owned>((request) => ({
      instanceConfigs: [instanceConfig(owned(request, 'instanceConfigs', 'scripted'))],
    })),
    GetInstanceConfig: method<Named>(({ name }) => instanceConfig(name)),
    CreateInstanceConfig: method<Owned & { instanceConfigId: string }>((request) => {
      const name = owned(request, 'instanceConfigs', request.instanceConfigId);
      return operation(name, `${instanceV1}.InstanceConfig`, instanceConfig(name));
    }),
    ListInstanceConfigOperations: method<Owned>((request) => ({ operations: [operation(request.parent)] })),
    ListInstances: method<Owned>((request) => ({
      instances: [instance(owned(request, 'instances', 'shops'))],
    })),
    GetInstance: method<Named>(({ name }) => instance(name)),
    CreateInstance: method<Owned & { instanceId: string }>((request) =>
      done(owned(request, 'instances', request.instanceId)),
    ),
    UpdateInstance: method<{ instance: Named }>((request) => done(request.instance.name)),
    DeleteInstance: method(() => ({})),
  };
}
