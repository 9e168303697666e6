import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { rerouteToServer, scriptedCredentials } from '@gcp-otel/emulator-tests/emulators';
import { byCallback, caseList } from '../../../../shared/test/cases';
import {
  attribute,
  backendHost,
  billedA,
  billedB,
  bucket,
  call,
  client,
  facts,
  internal,
  localFile,
  newStorage,
  noContent,
  of,
  ok,
  received,
  retried,
  sent,
  temporary,
  unique,
} from '../support';

const { cases, calls } = caseList();
const { TransferManager } = client;

/** An upload without a condition stops the retries of its client, for the rest of that client's life. */
const retrying = () => newStorage().bucket('invoices');

const upload = (object: string, size: number, type: 'multipart' | 'resumable', ...more: object[]) =>
  call('upload', of(object), facts(size), sent(size, type), billedA(1), ok, ...more);
const download = (object: string, size: number, ...more: object[]) =>
  call('download', of(object), facts(size), received(size), billedB(1), ok, ...more);

calls(
  'File.save',
  'at once',
  () => bucket.file('a').save('hello', { resumable: false, contentType: 'text/plain' }),
  call('upload', of('a'), facts(5, 'text/plain'), sent(5, 'multipart'), billedA(1), ok),
);
calls(
  'File.save',
  'by a session, under a condition, paid by another',
  () =>
    bucket
      .file('conditional')
      .save(Buffer.alloc(1000), { userProject: 'other', preconditionOpts: { ifMetagenerationNotMatch: 7 } }),
  upload(
    'conditional',
    1000,
    'resumable',
    attribute({ preconditions: ['ifMetagenerationNotMatch'], user_project: 'other' }),
  ),
);
calls(
  'File.save',
  'in chunks',
  () => bucket.file('chunks').save(Buffer.alloc(600_000), { chunkSize: 262_144 }),
  upload('chunks', 600_000, 'resumable', attribute({ 'upload.chunk_size': 262_144 })),
);
const lossy = unique('lost_chunk_2');
const refused = unique('chunk_503_once');
calls(
  'File.save',
  'in chunks, two of which are lost and one refused',
  () =>
    retrying()
      .file(`${lossy}/${refused}`)
      .save(Buffer.alloc(1_000_000), { chunkSize: 262_144, preconditionOpts: { ifGenerationMatch: 0 } }),
  upload(
    `${lossy}/${refused}`,
    1_000_000,
    'resumable',
    attribute({
      'upload.chunk_size': 262_144,
      'upload.resumed': true,
      preconditions: ['ifGenerationMatch'],
    }),
    retried(3),
  ),
);
const halved = unique('lost_chunk_once');
calls(
  'File.save',
  'in chunks, one of which is lost: the answer says so, and nobody has to ask',
  () =>
    retrying()
      .file(halved)
      .save(Buffer.alloc(600_000), { chunkSize: 262_144, preconditionOpts: { ifGenerationMatch: 0 } }),
  upload(
    halved,
    600_000,
    'resumable',
    attribute({
      'upload.chunk_size': 262_144,
      'upload.resumed': true,
      preconditions: ['ifGenerationMatch'],
    }),
    retried(1),
  ),
);
const flaky = unique('http_503_once');
calls(
  'File.save',
  'once more, because the first attempt was refused',
  () =>
    retrying()
      .file(flaky)
      .save('hello', { resumable: false, preconditionOpts: { ifGenerationMatch: 0 } }),
  upload(
    flaky,
    5,
    'multipart',
    attribute({ 'upload.attempts': 2, preconditions: ['ifGenerationMatch'] }),
    retried(1),
  ),
);
calls(
  'File.save',
  'with a callback, without a check',
  () => byCallback((done) => bucket.file('b').save('hello', { resumable: false, validation: false }, done)),
  upload('b', 5, 'multipart', attribute({ validation: 'none' })),
);
calls(
  'File.save',
  'what a generator makes',
  () =>
    bucket.file('made').save(
      async function* () {
        yield 'hel';
        yield 'lo';
      },
      { resumable: false, validation: 'md5' },
    ),
  upload('made', 5, 'multipart', attribute({ validation: 'md5' })),
);
calls(
  'File.createWriteStream',
  'of a file',
  () =>
    pipeline(createReadStream(localFile('local', 'x'.repeat(2000))), bucket.file('d').createWriteStream()),
  upload('d', 2000, 'resumable'),
);
calls(
  'File.createWriteStream',
  'of nothing',
  () => pipeline([], bucket.file('nothing').createWriteStream({ resumable: false })),
  upload('nothing', 0, 'multipart'),
);
calls(
  'Bucket.upload',
  'a local file',
  () => bucket.upload(localFile('invoice', 'hello')),
  upload('invoice', 5, 'resumable'),
);
calls(
  'Bucket.upload',
  'under another name, with a callback',
  () =>
    byCallback((done) =>
      bucket.upload(localFile('invoice', 'hello'), { destination: 'named', resumable: false }, done),
    ),
  upload('named', 5, 'multipart'),
);

const sized = unique('size_100000');
calls('File.download', 'all of it', () => bucket.file(sized).download(), download(sized, 100_000));
calls(
  'File.download',
  'a range',
  () => bucket.file(sized).download({ start: 100, end: 199 }),
  download(sized, 100_000, {
    ...attribute({ 'bytes.received': 100, range: true, validation: 'none' }),
    'http.response.status_code': 206,
  }),
);
calls(
  'File.download',
  'into a file, with a callback',
  () => byCallback((done) => bucket.file(sized).download({ destination: join(temporary, 'into') }, done)),
  download(sized, 100_000),
);
calls(
  'File.createReadStream',
  'to its end',
  () => bucket.file(sized).createReadStream().toArray(),
  download(sized, 100_000),
);

calls(
  'TransferManager.uploadManyFiles',
  'two files',
  () =>
    new TransferManager(bucket).uploadManyFiles([localFile('one', '1'), localFile('two', '22')], {
      customDestinationBuilder: (path) => `many/${path.split('/').at(-1)}`,
    }),
  internal('upload_many', of(), attribute({ 'transfer.files': 2, 'transfer.skipped': 0 }), [
    upload('many/one', 1, 'resumable'),
    upload('many/two', 2, 'resumable'),
  ]),
);
calls(
  'TransferManager.downloadManyFiles',
  'one file, and one that is not there',
  () =>
    new TransferManager(bucket).downloadManyFiles(['size_10-tm', 'missing-tm'], {
      // One by one: a download that fails closes the connections of the others.
      concurrencyLimit: 1,
      passthroughOptions: { destination: temporary },
    }),
  internal('download_many', of(), attribute({ 'transfer.files': 2, 'transfer.skipped': 1 }), [
    download('size_10-tm', 10),
    {
      name: 'download invoices',
      kind: 'CLIENT',
      attributes: {
        ...call('download', of('missing-tm')).attributes,
        ...attribute({ range: false, validation: 'crc32c' }),
        'http.response.status_code': 404,
        'error.type': '404',
      },
      status: 'ERROR 404',
      events: [{ name: 'exception', 'exception.type': 'Error' }],
    },
  ]),
);
calls(
  'TransferManager.downloadFileInChunks',
  'in its parts',
  () =>
    new TransferManager(bucket).downloadFileInChunks('size_100-chunks', {
      destination: join(temporary, 'in-chunks'),
    }),
  internal('download_chunks', of('size_100-chunks'), attribute({ range: false, validation: 'crc32c' }), [
    call('get', of('size_100-chunks'), facts(100), billedB(1), ok),
    download('size_100-chunks', 100, {
      ...attribute({ range: true, validation: 'none' }),
      'http.response.status_code': 206,
    }),
  ]),
);
calls(
  'TransferManager.uploadFileInChunks',
  'three parts',
  async () => {
    const authorized = newStorage({
      keyFilename: localFile('credentials.json', JSON.stringify(scriptedCredentials(backendHost))),
      useAuthWithCustomEndpoint: true,
    });
    rerouteToServer(authorized, backendHost);
    await new TransferManager(authorized.bucket('invoices')).uploadFileInChunks(
      localFile('parts', 'x'.repeat(2500)),
      { chunkSizeBytes: 1000 },
    );
  },
  internal('upload_chunks', of('parts'), {
    ...attribute({ 'upload.type': 'xml_multipart', 'upload.chunk_size': 1000, 'bytes.sent': 2500 }),
    ...attribute({ validation: 'crc32c' }),
    ...billedA(5),
    ...ok,
  }),
);

calls(
  'File.createResumableUpload',
  'a session',
  () => bucket.file('session').createResumableUpload(),
  call('create_resumable_upload', of('session'), ok),
);
calls(
  'File.delete',
  'what was uploaded',
  () => bucket.file('a').delete(),
  call('delete', of('a'), noContent),
);

export const transferCases = cases;
