import { rmSync } from 'node:fs';
import { afterAll, afterEach, expect, test } from '@jest/globals';
import { context, trace } from '@opentelemetry/api';
import { scriptedCredentials, rerouteToServer } from '@gcp-otel/emulator-tests/emulators';
import { stopTelemetry } from '../../../shared/test/telemetry';
import {
  backendHost,
  bucket,
  client,
  localFile,
  newStorage,
  plugin,
  storage,
  telemetry,
  temporary,
  unique,
} from './support';

// https://cloud.google.com/storage/pricing#operations-by-class

const COUNTER = 'gcp.storage.client.billing.operations';
type Labels = { readonly [label: string]: unknown };

/** What the counter says, by operation and class. */
const billed = async (): Promise<object> => {
  const sums: { [what: string]: number } = {};
  for (const { attributes, value } of await telemetry.points(COUNTER)) {
    const { 'gcp.storage.operation': operation, 'gcp.storage.billing.class': billedAs } =
      attributes as Labels;
    const what = `${String(operation)} ${String(billedAs)}`;
    sums[what] = (sums[what] ?? 0) + value;
  }
  return sums;
};

afterEach(async () => {
  telemetry.take();
  plugin.setConfig({});
  await telemetry.points(COUNTER);
});
afterAll(() => {
  rmSync(temporary, { recursive: true });
  stopTelemetry();
});

const made = async (name: string) => {
  const file = bucket.file(unique(name));
  await file.save('hello', { resumable: false });
  await telemetry.points(COUNTER);
  return file;
};
const authorized = () => {
  const own = newStorage({
    keyFilename: localFile('billed.json', JSON.stringify(scriptedCredentials(backendHost))),
    useAuthWithCustomEndpoint: true,
  });
  rerouteToServer(own, backendHost);
  return own.bucket('invoices');
};

test.each<[rule: string, make: () => Promise<unknown>, billed: object]>([
  ['an upload', () => bucket.file(unique('a')).save('x', { resumable: false }), { 'upload a': 1 }],
  [
    'a resumable upload, however many requests it takes',
    () => bucket.file(unique('a')).save(Buffer.alloc(600_000), { chunkSize: 262_144 }),
    { 'upload a': 1 },
  ],
  ['a download', () => bucket.file('size_3').download(), { 'download b': 1 }],
  [
    'a copy, however many requests it takes',
    async () => (await made('rewrite_3-from')).copy(storage.bucket('archive')),
    { 'copy a': 1 },
  ],
  [
    'another storage class',
    async () => (await made('rewrite_2-class')).setStorageClass('nearline'),
    { 'set_storage_class a': 1 },
  ],
  [
    'a move: a copy, and a delete, which is free',
    async () => (await made('b')).move(unique('c')),
    { 'copy a': 1 },
  ],
  [
    'an object that has not changed',
    async () => {
      const file = await made('unchanged');
      const [{ generation }] = await file.getMetadata();
      await telemetry.points(COUNTER);
      const same = bucket.file(file.name, {
        preconditionOpts: { ifGenerationNotMatch: generation },
      } as object);
      await same.getMetadata({ ifGenerationNotMatch: generation } as object).catch(() => {});
    },
    { 'get_metadata b': 1 },
  ],
  [
    'whether an object is public: by the object itself',
    () => bucket.file('size_3/public').isPublic(),
    { 'is_public b': 1 },
  ],
  [
    'what was refused',
    () =>
      bucket
        .file('missing')
        .getMetadata()
        .catch(() => {}),
    {},
  ],
  [
    'a page of a list',
    () => storage.bucket('billed').getFiles({ prefix: 'pages_2/' }),
    { 'list_objects a': 2 },
  ],
  [
    'a file in parts: one to begin, each part, one to end',
    () =>
      new client.TransferManager(authorized()).uploadFileInChunks(
        localFile('billed-parts', 'x'.repeat(2500)),
        { chunkSizeBytes: 1000 },
      ),
    { 'upload_chunks a': 5 },
  ],
])('%s', async (_, make, expected) => {
  await make();
  expect(await billed()).toEqual(expected);
});

test('the bytes of an object that was asked for to see whether it is public', async () => {
  await telemetry.points('gcp.storage.client.io');
  await bucket.file('size_1000/public').isPublic();
  expect(await telemetry.points('gcp.storage.client.io')).toEqual([
    {
      attributes: {
        'network.io.direction': 'receive',
        'gcp.storage.operation': 'is_public',
        'gcp.storage.bucket': 'invoices',
        'gcp.storage.object.storage_class': 'STANDARD',
      },
      value: 1000,
    },
  ]);
});

test('calls that are not sampled are counted too, and their application can say whose they are', async () => {
  trace.disable();
  context.disable();
  plugin.setTracerProvider(trace.getTracerProvider());
  plugin.setConfig({ billingAttributes: () => ({ tenant: 'acme' }) });
  await bucket.file('size_3').download();
  expect(await telemetry.points(COUNTER)).toEqual([
    {
      attributes: {
        tenant: 'acme',
        'gcp.storage.billing.class': 'b',
        'gcp.storage.operation': 'download',
        'gcp.storage.bucket': 'invoices',
        'gcp.storage.object.storage_class': 'STANDARD',
      },
      value: 1,
    },
  ]);
});
