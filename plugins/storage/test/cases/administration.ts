import type { Readable } from 'node:stream';
import type { Bucket } from '@google-cloud/storage';
import { caseList } from '../../../../shared/test/cases';
import {
  attribute,
  billedA,
  billedB,
  bucket,
  call,
  internal,
  newStorage,
  noContent,
  of,
  ok,
  storage,
  unique,
  untraced,
} from '../support';

const { cases, calls } = caseList();

const listed = (items: number, pages: number) => [
  attribute({ 'list.items': items, 'list.pages': pages }),
  billedA(pages),
  ok,
];
const read = (operation: string, where: { bucket?: string; object?: string }) =>
  call(operation, where, billedB(1), ok);
const changed = (operation: string, where: { bucket?: string; object?: string }) =>
  call(operation, where, billedA(1), ok);

const fresh = unique('fresh');
calls(
  'Storage.createBucket',
  'by its name',
  () => storage.createBucket(fresh),
  changed('create_bucket', { bucket: fresh }),
);
const own = unique('own');
calls(
  'ServiceObject.create',
  'a bucket by itself',
  () => storage.bucket(own).create(),
  changed('create_bucket', { bucket: own }),
);
calls('ServiceObject.get', 'a bucket', () => storage.bucket(own).get(), read('get_bucket', { bucket: own }));
const onDemand = unique('missing');
calls(
  'ServiceObject.get',
  'a bucket, which is made if it is not there',
  () => storage.bucket(onDemand).get({ autoCreate: true }),
  call('get_bucket', { bucket: onDemand }, billedA(1), ok),
);
calls(
  'ServiceObject.exists',
  'a bucket',
  () => storage.bucket(own).exists(),
  read('bucket_exists', { bucket: own }),
);
calls(
  'ServiceObject.delete',
  'a bucket',
  () => storage.bucket(own).delete(),
  call('delete_bucket', { bucket: own }, noContent),
);
calls(
  'Storage.getBuckets',
  'one page',
  () => storage.getBuckets({ prefix: 'pages_1' }),
  call('list_buckets', {}, ...listed(2, 1)),
);
calls(
  'Storage.getBucketsStream',
  'two pages',
  () => pagesOf(storage, 'getBucketsStream', { prefix: 'pages_2' }),
  call('list_buckets', {}, ...listed(4, 2)),
);

/** The client's types do not know that these take options. */
const pagesOf = (on: object, method: string, options: object): Promise<unknown[]> =>
  (on as { [name: string]: (options: object) => Readable })[method]!(options).toArray();

const admin: [method: string, operation: string, run: (it: Bucket) => unknown, reads?: number][] = [
  ['setMetadata', 'set_bucket_metadata', (it) => it.setMetadata({ labels: { shop: 'a' } })],
  ['setLabels', 'set_bucket_metadata', (it) => it.setLabels({ shop: 'a' })],
  ['deleteLabels', 'set_bucket_metadata', (it) => it.deleteLabels(['shop'])],
  ['deleteLabels', 'set_bucket_metadata', (it) => it.deleteLabels(), 1],
  [
    'addLifecycleRule',
    'set_bucket_metadata',
    (it) => it.addLifecycleRule({ action: { type: 'Delete' }, condition: { age: 3 } }),
    1,
  ],
  ['enableRequesterPays', 'set_bucket_metadata', (it) => it.enableRequesterPays()],
  ['disableRequesterPays', 'set_bucket_metadata', (it) => it.disableRequesterPays()],
  ['setRetentionPeriod', 'set_bucket_metadata', (it) => it.setRetentionPeriod(60)],
  ['removeRetentionPeriod', 'set_bucket_metadata', (it) => it.removeRetentionPeriod()],
  ['setCorsConfiguration', 'set_bucket_metadata', (it) => it.setCorsConfiguration([])],
  ['setStorageClass', 'set_bucket_metadata', (it) => it.setStorageClass('nearline')],
  [
    'lock',
    'lock_retention',
    async (it) => it.lock((await untraced(() => it.getMetadata()))[0].metageneration ?? 0),
  ],
  ['makePrivate', 'make_private', (it) => it.makePrivate()],
  ['createNotification', 'create_notification', (it) => it.createNotification('topic')],
  ['createChannel', 'watch', (it) => it.createChannel('id', { address: 'https://example.com' })],
  ['restore', 'restore_bucket', (it) => it.restore({ generation: '1' })],
];
const administered = storage.bucket('administered');
const where = { bucket: 'administered' };
for (const [method, operation, run, reads] of admin)
  calls(
    `Bucket.${method}`,
    reads === undefined ? 'in one request' : 'after a look',
    () => run(administered),
    call(operation, where, billedA(1), reads === undefined ? {} : billedB(reads), ok),
  );
calls('Bucket.getLabels', 'of a bucket', () => administered.getLabels(), read('get_bucket_metadata', where));
calls(
  'ServiceObject.getMetadata',
  'of a bucket',
  () => administered.getMetadata(),
  read('get_bucket_metadata', where),
);
calls(
  'ServiceObject.setMetadata',
  'of a notification, which has none',
  () => administered.setMetadata({}),
  changed('set_bucket_metadata', where),
);
calls(
  'Bucket.makePublic',
  'itself',
  () => administered.makePublic(),
  call('make_public', where, billedA(2), ok),
);
calls(
  'Bucket.makePublic',
  'with its files',
  async () => {
    const published = storage.bucket('published');
    await untraced(() => published.file('a').save('a', { resumable: false }));
    await published.makePublic({ includeFiles: true });
  },
  internal('make_public', { bucket: 'published' }, {}, [
    changed('add_acl', { bucket: 'published' }),
    changed('add_acl', { bucket: 'published' }),
    call('list_objects', { bucket: 'published' }, ...listed(1, 1)),
    changed('make_public', { bucket: 'published', object: 'a' }),
  ]),
);
calls(
  'Bucket.enableLogging',
  'to itself',
  () => administered.enableLogging({ prefix: 'log' }),
  internal('enable_logging', where, {}, [
    read('get_iam_policy', where),
    changed('set_iam_policy', where),
    changed('set_bucket_metadata', where),
  ]),
);
const notified = storage.bucket(unique('notified'));
calls(
  'Bucket.getNotifications',
  'of a bucket',
  async () => {
    await untraced(() => notified.createNotification('topic'));
    await notified.getNotifications();
  },
  call('list_notifications', { bucket: notified.name }, attribute({ 'list.items': 1 }), billedB(1), ok),
);
calls(
  'ServiceObject.delete',
  'a notification',
  async () => {
    const [notification] = await untraced(() => administered.createNotification('topic'));
    await notification.delete();
  },
  call('delete_notification', where, billedA(1), noContent),
);
calls(
  'Channel.stop',
  'a channel',
  () => storage.channel('id', 'resource').stop(),
  call('stop_watch', {}, noContent),
);

calls('Acl.get', 'of a bucket', () => administered.acl.get(), read('get_acl', where));
calls(
  'Acl.add',
  "of a bucket's new objects, by a helper",
  () =>
    (
      administered.acl.default as unknown as { readers: { addAllUsers(): Promise<unknown> } }
    ).readers.addAllUsers(),
  changed('add_acl', where),
);
calls(
  'Acl.update',
  'of an object',
  async () => {
    const file = bucket.file('guarded');
    await untraced(async () => {
      await file.save('x', { resumable: false });
      await file.acl.add({ entity: 'allUsers', role: 'READER' });
    });
    await file.acl.update({ entity: 'allUsers', role: 'OWNER' });
  },
  changed('update_acl', of('guarded')),
);
calls(
  'Acl.delete',
  'of an object',
  () => bucket.file('guarded').acl.delete({ entity: 'allUsers' }),
  call('delete_acl', of('guarded'), billedA(1), noContent),
);
calls('Iam.getPolicy', 'of a bucket', () => administered.iam.getPolicy(), read('get_iam_policy', where));
calls(
  'Iam.setPolicy',
  'of a bucket',
  () => administered.iam.setPolicy({ bindings: [] }),
  changed('set_iam_policy', where),
);
calls(
  'Iam.testPermissions',
  'of a bucket',
  () => administered.iam.testPermissions('storage.objects.get'),
  read('test_iam_permissions', where),
);

/** Of a project that has so many pages of keys. */
const keysOf = (projectId: string) => newStorage({ projectId });
const keyOf = async () => {
  const [key] = await untraced(() => storage.createHmacKey('shop@example.com'));
  return key;
};
calls(
  'Storage.createHmacKey',
  'of an account',
  () => storage.createHmacKey('shop@example.com'),
  changed('create_hmac_key', {}),
);
calls(
  'ServiceObject.getMetadata',
  'of a key',
  async () => (await keyOf()).getMetadata(),
  read('get_hmac_key', {}),
);
calls(
  'HmacKey.setMetadata',
  'of a key',
  async () => (await keyOf()).setMetadata({ state: 'INACTIVE' }),
  changed('update_hmac_key', {}),
);
calls(
  'ServiceObject.delete',
  'a key',
  async () => {
    const key = await keyOf();
    await untraced(() => key.setMetadata({ state: 'INACTIVE' }));
    await key.delete();
  },
  call('delete_hmac_key', {}, noContent),
);
calls(
  'Storage.getHmacKeys',
  'of an account',
  () => keysOf('pages_1').getHmacKeys(),
  call('list_hmac_keys', {}, ...listed(2, 1)),
);
calls(
  'Storage.getHmacKeysStream',
  'of an account',
  () => keysOf('pages_2').getHmacKeysStream().toArray(),
  call('list_hmac_keys', {}, ...listed(4, 2)),
);
calls(
  'Storage.getServiceAccount',
  'of the project',
  () => storage.getServiceAccount(),
  read('get_service_account', {}),
);

export const administrationCases = cases;
