import type { Bucket, File, Storage } from '@google-cloud/storage';
import type { Call, Calls, Names } from '../../suites/calls.ts';
import type { Kit } from './kit.ts';

type On = (kit: Kit, names: Names) => object;
type Args = (names: Names, kit: Kit) => unknown[];

/** A client of its own for each call: one that must not repeat a call forgets to repeat the next. */
const client = ({ connect }: Kit, { group }: Names): Storage => connect({ projectId: group });
const bucket = (kit: Kit, names: Names): Bucket => client(kit, names).bucket(names.group);
/** An object that is there without having been uploaded, in a bucket of no account. */
const file = (kit: Kit, names: Names): File =>
  client(kit, names).bucket('bucket').file(`size_2000/${names.id}`);
const keyedBucket = ({ connectWithKey }: Kit) => connectWithKey().bucket('bucket');
const keyed = (kit: Kit, { id }: Names) => keyedBucket(kit).file(id);

const content = ({ value }: Names) => Buffer.from(value);
const metadata = ({ field, value }: Names) => ({ metadata: { [field]: value } });
const entity = ({ value }: Names) => `user-${value}@example.com`;
const expires = Date.now() + 60_000;

/** A call of `method` on what `on` gives; with a callback as well, unless it takes none. */
const call = (on: On, method: string, args: Args = () => []): Call<Kit> => ({
  ...promised(on, method, args),
  takesCallback: true,
});
const promised = (on: On, method: string, args: Args = () => []): Call<Kit> => ({
  returns: 'promise',
  make: (kit, names) => ({ target: on(kit, names), method, args: args(names, kit) }),
});
const stream = (on: On, method: string, args: Args = () => []): Call<Kit> => ({
  ...promised(on, method, args),
  returns: 'stream',
});
const writable = (on: On, args: Args): Call<Kit> => ({
  returns: 'writable',
  make: (kit, names) => ({
    target: on(kit, names),
    method: 'createWriteStream',
    args: args(names, kit),
    content: [content(names)],
  }),
});

const acl = (owner: string, on: On): Calls<Kit> => ({
  [`${owner}.add`]: call(on, 'add', (names) => [{ entity: entity(names), role: 'READER' }]),
  [`${owner}.get`]: call(on, 'get'),
  [`${owner}.update`]: call(on, 'update', (names) => [{ entity: entity(names), role: 'OWNER' }]),
  [`${owner}.delete`]: call(on, 'delete', (names) => [{ entity: entity(names) }]),
});

const files: Calls<Kit> = {
  'file.save': call(file, 'save', (names) => [
    content(names),
    { resumable: false, metadata: metadata(names) },
  ]),
  'file.save, in a session': call(file, 'save', (names) => [
    content(names),
    { resumable: true, metadata: metadata(names), preconditionOpts: { ifMetagenerationMatch: 1 } },
  ]),
  'file.createWriteStream': writable(file, (names) => [{ resumable: false, metadata: metadata(names) }]),
  'file.createWriteStream, in a session': writable(file, (names) => [
    { resumable: true, metadata: metadata(names) },
  ]),
  'file.download': call(file, 'download'),
  'file.download, a range': call(file, 'download', () => [{ start: 1, end: 10 }]),
  'file.createReadStream': stream(file, 'createReadStream'),
  'file.copy': call(file, 'copy', ({ id }) => [`copies/${id}`]),
  'file.move': call(file, 'move', ({ id }) => [`copies/${id}`]),
  'file.rename': call(file, 'rename', ({ id }) => [`copies/${id}`]),
  'file.moveFileAtomic': call(file, 'moveFileAtomic', ({ id }) => [`copies/${id}`]),
  'file.delete': call(file, 'delete'),
  'file.restore': promised(file, 'restore', () => [{ generation: 1 }]),
  'file.exists': call(file, 'exists'),
  'file.get': call(file, 'get'),
  'file.getMetadata': call(file, 'getMetadata', () => [{ userProject: 'payer' }]),
  'file.setMetadata': call(file, 'setMetadata', (names) => [metadata(names)]),
  'file.getExpirationDate': call(file, 'getExpirationDate'),
  'file.setStorageClass': call(file, 'setStorageClass', () => ['NEARLINE']),
  'file.rotateEncryptionKey': call(file, 'rotateEncryptionKey', ({ value }) => [
    { encryptionKey: Buffer.alloc(32, value) },
  ]),
  'file.makePublic': call(file, 'makePublic'),
  'file.makePrivate': call(file, 'makePrivate'),
  'file.isPublic': call(file, 'isPublic'),
  'file.createResumableUpload': call(file, 'createResumableUpload', (names) => [
    { metadata: metadata(names) },
  ]),
  'file.getSignedUrl': call(keyed, 'getSignedUrl', ({ value }) => [
    { version: 'v4', action: 'read', expires, queryParams: { secret: value } },
  ]),
  'file.generateSignedPostPolicyV2': call(keyed, 'generateSignedPostPolicyV2', ({ value }) => [
    { expires, equals: ['$x-goog-meta-secret', value] },
  ]),
  'file.generateSignedPostPolicyV4': call(keyed, 'generateSignedPostPolicyV4', ({ value }) => [
    { expires, fields: { 'x-goog-meta-secret': value } },
  ]),
  ...acl('file.acl', (kit, names) => file(kit, names).acl),
};

const buckets: Calls<Kit> = {
  'bucket.create': call(bucket, 'create', ({ field, value }) => [{ labels: { [field]: value } }]),
  'bucket.exists': call(bucket, 'exists'),
  'bucket.get': call(bucket, 'get'),
  'bucket.getMetadata': call(bucket, 'getMetadata'),
  'bucket.setMetadata': call(bucket, 'setMetadata', ({ field, value }) => [{ labels: { [field]: value } }]),
  'bucket.upload': call(bucket, 'upload', (names) => [
    import.meta.filename,
    { resumable: false, destination: names.id, metadata: metadata(names) },
  ]),
  'bucket.getFiles': call(bucket, 'getFiles', ({ id }) => [{ prefix: id }]),
  'bucket.getFilesStream': stream(bucket, 'getFilesStream', ({ id }) => [{ prefix: id }]),
  'bucket.deleteFiles': call(bucket, 'deleteFiles', ({ id }) => [{ prefix: id }]),
  'bucket.combine': call(bucket, 'combine', ({ id }) => [[`size_1/${id}`, `size_2/${id}`], `whole/${id}`]),
  'bucket.combine, sources deleted': call(bucket, 'combine', ({ id }) => [
    [`size_1/${id}`, `size_2/${id}`],
    `whole/${id}`,
    { deleteSourceObjects: true },
  ]),
  'bucket.getLabels': call(bucket, 'getLabels'),
  'bucket.setLabels': call(bucket, 'setLabels', ({ field, value }) => [{ [field]: value }]),
  'bucket.deleteLabels': call(bucket, 'deleteLabels', ({ field }) => [field]),
  'bucket.addLifecycleRule': call(bucket, 'addLifecycleRule', ({ value }) => [
    { action: { type: 'Delete' }, condition: { matchesPrefix: [value] } },
  ]),
  'bucket.enableRequesterPays': call(bucket, 'enableRequesterPays'),
  'bucket.disableRequesterPays': call(bucket, 'disableRequesterPays'),
  'bucket.removeRetentionPeriod': call(bucket, 'removeRetentionPeriod'),
  'bucket.getSignedUrl': call(keyedBucket, 'getSignedUrl', ({ value }) => [
    { version: 'v4', action: 'list', expires, queryParams: { secret: value } },
  ]),
  'bucket.setRetentionPeriod': call(bucket, 'setRetentionPeriod', () => [60]),
  'bucket.setCorsConfiguration': call(bucket, 'setCorsConfiguration', ({ value }) => [[{ origin: [value] }]]),
  'bucket.setStorageClass': call(bucket, 'setStorageClass', () => ['nearline']),
  'bucket.enableLogging': call(bucket, 'enableLogging', ({ value }) => [{ prefix: value }]),
  'bucket.lock': call(bucket, 'lock', () => [1]),
  'bucket.makePublic': call(bucket, 'makePublic'),
  'bucket.makePublic, files included': call(bucket, 'makePublic', () => [{ includeFiles: true }]),
  'bucket.makePrivate': call(bucket, 'makePrivate'),
  'bucket.createNotification': call(bucket, 'createNotification', ({ value }) => [
    'topic',
    { customAttributes: { secret: value } },
  ]),
  'bucket.getNotifications': call(bucket, 'getNotifications'),
  'bucket.createChannel': call(bucket, 'createChannel', ({ value }) => [
    'channel',
    { address: `https://example.com/${value}`, token: value },
  ]),
  'bucket.restore': promised(bucket, 'restore', () => [{ generation: '1' }]),
  'bucket.iam.getPolicy': call((kit, names) => bucket(kit, names).iam, 'getPolicy'),
  'bucket.iam.setPolicy': call(
    (kit, names) => bucket(kit, names).iam,
    'setPolicy',
    (names) => [{ bindings: [{ role: 'roles/storage.admin', members: [`user:${entity(names)}`] }] }],
  ),
  'bucket.iam.testPermissions': call(
    (kit, names) => bucket(kit, names).iam,
    'testPermissions',
    () => ['storage.objects.get'],
  ),
  'bucket.delete': call(bucket, 'delete'),
  ...acl('bucket.acl', (kit, names) => bucket(kit, names).acl),
  ...acl('bucket.acl.default', (kit, names) => bucket(kit, names).acl.default),
  'notification.get': call((kit, names) => bucket(kit, names).notification('1'), 'get'),
  'notification.delete': call((kit, names) => bucket(kit, names).notification('1'), 'delete'),
};

const projects: Calls<Kit> = {
  'storage.createBucket': call(client, 'createBucket', ({ group }) => [`${group}-b`]),
  'storage.getBuckets': call(client, 'getBuckets', ({ group }) => [{ prefix: group }]),
  'storage.getBucketsStream': stream(client, 'getBucketsStream', ({ group }) => [{ prefix: group }]),
  'storage.createHmacKey': call(client, 'createHmacKey', ({ value }) => [`${value}@example.com`]),
  'storage.getHmacKeys': call(client, 'getHmacKeys', ({ value }) => [{ serviceAccountEmail: value }]),
  'storage.getHmacKeysStream': stream(client, 'getHmacKeysStream'),
  'storage.getServiceAccount': call(client, 'getServiceAccount'),
  'hmacKey.get': call((kit, names) => client(kit, names).hmacKey('key'), 'get'),
  'hmacKey.getMetadata': call((kit, names) => client(kit, names).hmacKey('key'), 'getMetadata'),
  'hmacKey.setMetadata': call(
    (kit, names) => client(kit, names).hmacKey('key'),
    'setMetadata',
    () => [{ state: 'INACTIVE' }],
  ),
  'hmacKey.delete': call((kit, names) => client(kit, names).hmacKey('key'), 'delete'),
  'channel.stop': call((kit, names) => client(kit, names).channel(names.group, names.value), 'stop'),
};

const manager: On = (kit, names) => new kit.client.TransferManager(client(kit, names).bucket('bucket'));

/** What is downloaded lies in the directory that the process runs in. */
const many: Calls<Kit> = {
  'manager.uploadManyFiles': promised(manager, 'uploadManyFiles', ({ id }) => [
    [import.meta.filename],
    { customDestinationBuilder: () => id, passthroughOptions: { resumable: false } },
  ]),
  'manager.uploadFileInChunks': promised(manager, 'uploadFileInChunks', ({ id }) => [
    import.meta.filename,
    { uploadName: id },
  ]),
  'manager.downloadManyFiles': promised(manager, 'downloadManyFiles', ({ id }) => [
    [`size_2000/${id}`],
    { prefix: 'many' },
  ]),
  'manager.downloadFileInChunks': promised(manager, 'downloadFileInChunks', ({ id }) => [
    `size_2000/${id}`,
    { destination: `whole-${id.replaceAll('/', '-')}` },
  ]),
};

/** Storage's public calls. */
export const calls: Calls<Kit> = { ...files, ...buckets, ...projects, ...many };
