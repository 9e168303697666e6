import { byCallback, caseList } from '../../../../shared/test/cases';
import {
  attribute,
  billedA,
  billedB,
  bucket,
  call,
  facts,
  failed,
  internal,
  newStorage,
  noContent,
  of,
  ok,
  retried,
  storage,
  unique,
  untraced,
} from '../support';

const { cases, calls } = caseList();

const there = unique('size_10');
const file = bucket.file(there);
const made = async (name: string) => {
  const object = bucket.file(name);
  await untraced(() => object.save('hello', { resumable: false, contentType: 'text/plain' }));
  return object;
};
const to = (object: string, ofBucket = 'invoices') =>
  attribute({ 'destination.bucket': ofBucket, 'destination.object': object });
const copy = (from: string, ...more: object[]) =>
  call(
    'copy',
    of(from),
    facts(5, 'text/plain', false),
    billedA(1),
    attribute({ 'rewrite.count': 1 }),
    ok,
    ...more,
  );
const remove = (name: string) => call('delete', of(name), noContent);
const changed = (operation: string, name: string, ...more: object[]) =>
  call(operation, of(name), billedA(1), ok, ...more);

calls('File.get', 'an object', () => file.get(), call('get', of(there), facts(10), billedB(1), ok));
const busy = unique('http_503_2');
calls(
  'ServiceObject.getMetadata',
  'at the third attempt, with a callback',
  () => byCallback((done) => newStorage().bucket('invoices').file(`size_10/${busy}`).getMetadata(done)),
  call('get_metadata', of(`size_10/${busy}`), facts(10), billedB(1), ok, retried(2)),
);
calls(
  'ServiceObject.getMetadata',
  'of an object that does not exist',
  () =>
    bucket
      .file('missing')
      .getMetadata()
      .catch(() => {}),
  failed(call('get_metadata', of('missing'), { 'http.response.status_code': 404 }), '404', 'Error'),
);
calls(
  'ServiceObject.exists',
  'it does',
  () => file.exists(),
  call('exists', of(there), facts(10), billedB(1), ok),
);
calls(
  'ServiceObject.exists',
  'it does not, which is no failure',
  () => bucket.file('missing').exists(),
  call('exists', of('missing'), { 'http.response.status_code': 404 }),
);
calls(
  'File.getExpirationDate',
  'of an object without one',
  () => file.getExpirationDate().catch(() => {}),
  failed(call('get_metadata', of(there), billedB(1), ok), 'Error', 'Error'),
);
calls(
  'File.setMetadata',
  'under a condition that does not hold',
  () => file.setMetadata({ metadata: { shop: 'a' } }, { ifMetagenerationMatch: 7 }).catch(() => {}),
  failed(
    call('set_metadata', of(there), attribute({ preconditions: ['ifMetagenerationMatch'] }), {
      'http.response.status_code': 412,
    }),
    '412',
    'Error',
  ),
);
calls(
  'File.setMetadata',
  'of an object',
  async () => (await made('dressed')).setMetadata({ metadata: { shop: 'a' } }),
  changed('set_metadata', 'dressed', facts(5, 'text/plain')),
);
calls(
  'File.copy',
  'to another bucket, in three requests',
  async () => (await made('rewrite_3-source')).copy(storage.bucket('archive')),
  copy('rewrite_3-source', to('rewrite_3-source', 'archive'), billedA(1), attribute({ 'rewrite.count': 3 })),
);
calls(
  'File.copy',
  'to a URL',
  async () => (await made('source')).copy('gs://archive/2026/copy'),
  copy('source', to('2026/copy', 'archive')),
);
calls(
  'File.move',
  'to another name',
  async () => (await made('from')).move('to'),
  internal('move', of('from'), to('to'), [copy('from', to('to')), remove('from')]),
);
calls(
  'File.rename',
  'to the name of a file, with a callback',
  async () => {
    const source = await made('old');
    await byCallback((done) => source.rename(bucket.file('new'), done));
  },
  internal('rename', of('old'), to('new'), [
    internal('move', of('old'), to('new'), [copy('old', to('new')), remove('old')]),
  ]),
);
calls(
  'File.moveFileAtomic',
  'in one request',
  async () => (await made('at-once')).moveFileAtomic('moved'),
  call('move_atomic', of('at-once'), to('moved'), billedA(1), ok),
);
calls(
  'File.setStorageClass',
  'which is a copy',
  async () => (await made('cold')).setStorageClass('nearline'),
  changed(
    'set_storage_class',
    'cold',
    facts(5, 'text/plain'),
    attribute({
      'rewrite.count': 1,
      'object.storage_class': 'NEARLINE',
    }),
  ),
);
calls(
  'File.rotateEncryptionKey',
  'which is a copy',
  async () => (await made('locked')).rotateEncryptionKey({ encryptionKey: Buffer.alloc(32) }),
  changed('rotate_encryption_key', 'locked', facts(5, 'text/plain'), attribute({ 'rewrite.count': 1 })),
);
calls(
  'File.restore',
  'a version that was deleted',
  async () => {
    const object = await made('restored');
    const generation = Number(object.metadata.generation);
    await untraced(() => object.delete());
    await object.restore({ generation }).catch(() => {});
  },
  changed('restore', 'restored'),
);
calls(
  'File.makePublic',
  'an object',
  async () => (await made('open')).makePublic(),
  changed('make_public', 'open'),
);
calls(
  'File.makePrivate',
  'an object',
  async () => (await made('closed')).makePrivate(),
  changed('make_private', 'closed'),
);
calls(
  'File.isPublic',
  'it is not, which is no failure',
  () => bucket.file('size_3/private').isPublic(),
  call('is_public', of('size_3/private'), { 'http.response.status_code': 403 }),
);
calls(
  'File.isPublic',
  'it is',
  () => bucket.file('size_3/public').isPublic(),
  // The client asks for the object itself, and gets it.
  call('is_public', of('size_3/public'), attribute({ 'bytes.received': 3 }), facts(3), billedB(1), ok),
);

calls(
  'Bucket.combine',
  'two objects into a third',
  async () => {
    await made('part1');
    await made('part2');
    await bucket.combine(['part1', 'part2'], 'whole');
  },
  changed('compose', 'whole', facts(10, 'application/octet-stream'), attribute({ 'compose.sources': 2 })),
);
calls(
  'Bucket.combine',
  'and the parts are deleted',
  async () => {
    await made('part3');
    await bucket.combine(['part3'], 'rest', { deleteSourceObjects: true } as object);
  },
  {
    ...internal('compose', of('rest'), {
      ...billedA(1),
      ...ok,
      ...facts(5, 'application/octet-stream'),
      ...attribute({ 'compose.sources': 1 }),
    }),
    children: [remove('part3')],
  },
);

const listed = (items: number, pages: number) => [
  attribute({ 'list.items': items, 'list.pages': pages }),
  billedA(pages),
  ok,
];
const inBucket = (name: string) => ({ bucket: name });
calls(
  'Bucket.getFiles',
  'of three pages',
  () => storage.bucket('listed').getFiles({ prefix: 'pages_3/' }),
  call('list_objects', inBucket('listed'), ...listed(6, 3)),
);
calls(
  'Bucket.getFilesStream',
  'of two pages',
  () => storage.bucket('listed').getFilesStream({ prefix: 'pages_2/' }).toArray(),
  call('list_objects', inBucket('listed'), ...listed(4, 2)),
);
const deleted = (name: string) => ({ ...call('delete', { bucket: 'emptied', object: name }, noContent) });
calls(
  'Bucket.deleteFiles',
  'by prefix',
  async () => {
    const emptied = storage.bucket('emptied');
    await untraced(() => emptied.file('by-prefix/1').save('1', { resumable: false }));
    await emptied.deleteFiles({ prefix: 'by-prefix/' });
  },
  internal('delete_objects', inBucket('emptied'), attribute({ 'delete.count': 1 }), [
    call('list_objects', inBucket('emptied'), ...listed(1, 1)),
    deleted('by-prefix/1'),
  ]),
);

export const objectCases = cases;
