import { Readable } from 'node:stream';
import type { Bucket, File } from '@google-cloud/storage';
import { storageBill } from '../../emulators/storage/bill.ts';
import { billed, type Calls as CallsOf, type Place } from '../../suites/bill/billed.ts';
import type { Amounts } from '../../suites/bill/difference.ts';
import { frames } from './billed-frames.ts';
import { chunk, consume, isKnownUpstream, storageKit, streamed, type Client, type Kit } from './kit.ts';

type Calls = CallsOf<Kit>;

/** A bucket of a client of its own: one that must not repeat a call forgets to repeat the next. */
const bucket = ({ connect, bucket: { name } }: Kit): Bucket => connect().bucket(name);
/** An object whose name says what goes wrong. What is new may be sent again after a failure. */
const fresh = (kit: Kit, { id }: Place): File =>
  bucket(kit).file(id, { preconditionOpts: { ifGenerationMatch: 0 } });
/** One that is there without having been uploaded. */
const there = (kit: Kit, { id, size }: Place): File => bucket(kit).file(`size_${size * 1000}/${id}`);
const chunks = ({ size }: Place): Buffer => Buffer.alloc(size * chunk + 1, 'a');

const uploads: Calls = {
  save: (kit, place) => fresh(kit, place).save('content', { resumable: false }),
  'save what may not be sent again': (kit, place) =>
    bucket(kit).file(place.id).save('content', { resumable: false }),
  'save in a session': (kit, place) => fresh(kit, place).save('content', { resumable: true }),
  'save in chunks': (kit, place) =>
    fresh(kit, place).save(chunks(place), { resumable: true, chunkSize: chunk }),
  createWriteStream: (kit, place) =>
    streamed(fresh(kit, place).createWriteStream({ resumable: false }), 'con', 'tent'),
  'createWriteStream in a session': (kit, place) =>
    streamed(fresh(kit, place).createWriteStream({ resumable: true }), 'con', 'tent'),
  'a session that nobody uses': (kit, place) => fresh(kit, place).createResumableUpload(),
  'a session that is used': async (kit, place) => {
    const file = fresh(kit, place);
    const [uri] = await file.createResumableUpload();
    await streamed(file.createWriteStream({ uri, resumable: true }), 'content');
  },
  'save what is read from a stream': (kit, place) =>
    fresh(kit, place).save(Readable.from(['content']), { resumable: false }),
  upload: (kit, place) =>
    bucket(kit).upload(import.meta.filename, { destination: place.id, resumable: false }),
  uploadFileInChunks: (kit, { id }) =>
    new kit.client.TransferManager(bucket(kit)).uploadFileInChunks(import.meta.filename, {
      uploadName: id,
      chunkSizeBytes: 2_000,
    }),
};

const downloads: Calls = {
  download: (kit, place) => there(kit, place).download(),
  'download a range': (kit, place) => there(kit, place).download({ start: 1, end: 10 }),
  'download what is gzipped': (kit, { id, size }) =>
    bucket(kit)
      .file(`gzip_${size * 1000}/${id}`)
      .download(),
  'download what is missing': (kit, { id }) => bucket(kit).file(`missing/${id}`).download(),
  createReadStream: (kit, place) => consume(there(kit, place).createReadStream()),
  downloadManyFiles: (kit, { id }) =>
    new kit.client.TransferManager(bucket(kit)).downloadManyFiles([`size_10/${id}`, `size_20/${id}`], {
      prefix: 'many',
    }),
  downloadFileInChunks: (kit, { id }) =>
    new kit.client.TransferManager(bucket(kit)).downloadFileInChunks(`size_5000/${id}`, {
      destination: `whole-${id}`,
      chunkSizeBytes: 2_000,
    }),
};

const objects: Calls = {
  exists: (kit, place) => there(kit, place).exists(),
  'exists not': (kit, { id }) => bucket(kit).file(`missing/${id}`).exists(),
  getMetadata: (kit, place) => there(kit, place).getMetadata(),
  'get what has not changed': async (kit, place) => {
    const file = there(kit, place);
    const [{ metageneration }] = await file.getMetadata();
    await file.getMetadata({ ifMetagenerationNotMatch: metageneration } as object);
  },
  setMetadata: (kit, place) => there(kit, place).setMetadata({ metadata: { a: 'b' } }),
  copy: (kit, { id, size }) =>
    bucket(kit)
      .file(`size_10/rewrite_${size + 1}/${id}`)
      .copy(`copies/${id}`),
  move: (kit, { id, size }) =>
    bucket(kit)
      .file(`size_10/rewrite_${size + 1}/${id}`)
      .move(`copies/${id}`),
  rename: (kit, place) => there(kit, place).rename(`copies/${place.id}`),
  moveFileAtomic: (kit, place) => there(kit, place).moveFileAtomic(`copies/${place.id}`),
  setStorageClass: (kit, place) => there(kit, place).setStorageClass('NEARLINE'),
  rotateEncryptionKey: (kit, { id, size }) =>
    bucket(kit)
      .file(`size_10/rewrite_${size + 1}/${id}`)
      .rotateEncryptionKey({ kmsKeyName: 'key' }),
  delete: (kit, place) => there(kit, place).delete(),
  'delete what is missing': (kit, { id }) =>
    bucket(kit).file(`missing/${id}`).delete({ ignoreNotFound: true }),
  isPublic: (kit, { id }) => bucket(kit).file(`size_1000/public/${id}`).isPublic(),
  makePublic: (kit, place) => there(kit, place).makePublic(),
  makePrivate: (kit, place) => there(kit, place).makePrivate(),
  'acl.add and delete': async (kit, place) => {
    const { acl } = there(kit, place);
    await acl.add({ entity: 'user-a@example.com', role: 'READER' });
    await acl.get();
    await acl.delete({ entity: 'user-a@example.com' });
  },
};

const buckets: Calls = {
  getFiles: (kit, { id, size }) => bucket(kit).getFiles({ prefix: `pages_${size + 1}/${id}` }),
  'getFiles, one page': (kit, { id, size }) =>
    bucket(kit).getFiles({ prefix: `pages_${size + 1}/${id}`, autoPaginate: false }),
  getFilesStream: (kit, { id, size }) =>
    consume(bucket(kit).getFilesStream({ prefix: `pages_${size + 1}/${id}` })),
  deleteFiles: (kit, { id }) => bucket(kit).deleteFiles({ prefix: `pages_2/${id}` }),
  combine: (kit, { id }) => bucket(kit).combine([`size_1/${id}`, `size_2/${id}`], `whole/${id}`),
  'combine, sources deleted': (kit, { id }) =>
    bucket(kit).combine([`size_1/${id}`, `size_2/${id}`], `whole/${id}`, {
      deleteSourceObjects: true,
    } as object),
  'create and delete a bucket': async ({ connect }, { id }) => {
    const made = connect().bucket(id);
    await made.create();
    await made.setLabels({ a: 'b' });
    await made.iam.getPolicy();
    await made.iam.testPermissions(['storage.objects.get']);
    await made.getNotifications();
    await made.delete();
  },
  getBuckets: ({ connect }, { id }) => connect().getBuckets({ prefix: id }),
  createHmacKey: ({ connect }, { id }) => connect().createHmacKey(`${id}@example.com`),
  getServiceAccount: ({ connect }) => connect().getServiceAccount(),
};

const onSpan = (attributes: Readonly<Record<string, unknown>>): Amounts => ({
  a: Number(attributes['gcp.storage.billing.class_a'] ?? 0),
  b: Number(attributes['gcp.storage.billing.class_b'] ?? 0),
});

export default billed<Client, Kit>({
  prepare: storageKit,
  calls: { ...uploads, ...downloads, ...objects, ...buckets },
  frames,
  faults: [
    'http_403',
    'http_404',
    'http_412',
    'http_503_once',
    'http_503_2',
    'http_429_once',
    'session_503_once',
    'session_412',
    'chunk_503_once',
    'lost_chunk_2',
    'reset_once',
    'truncated_once',
    'corrupt_once',
    'corrupt',
    'slow_first',
    'slow_body',
  ],
  tolerates: isKnownUpstream,
  counter: 'gcp.storage.client.billing.operations',
  rules: storageBill,
  kindOf: (attributes) => String(attributes['gcp.storage.billing.class']),
  onSpan,
});
