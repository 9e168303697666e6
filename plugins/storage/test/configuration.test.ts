import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { trace } from '@opentelemetry/api';
import { stopTelemetry } from '../../../shared/test/telemetry';
import { StorageInstrumentation } from '../src';
import {
  bucket,
  client,
  localFile,
  newStorage,
  plugin,
  storage,
  telemetry,
  temporary,
  untraced,
} from './support';

afterEach(() => {
  plugin.setConfig({});
  telemetry.take();
});
afterAll(() => {
  rmSync(temporary, { recursive: true });
  stopTelemetry();
});

const inSpan = <Result>(run: () => Promise<Result>): Promise<Result> =>
  trace.getTracer('application').startActiveSpan('application', (span) => run().finally(() => span.end()));
const activeName = () => (trace.getActiveSpan() as { name?: string } | undefined)?.name;

test('name and version are those of the package', () => {
  const { name, version } = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')) as {
    name: string;
    version: string;
  };
  const { instrumentationName, instrumentationVersion } = plugin;
  expect({ instrumentationName, instrumentationVersion }).toEqual({
    instrumentationName: name,
    instrumentationVersion: version,
  });
});

describe('names of objects', () => {
  const secret = 'secret-object';
  const everywhere = async () => {
    const file = bucket.file(secret);
    await file.save('x', { resumable: false });
    await file.copy(bucket.file(`${secret}-2`));
    await file.move(`${secret}-3`);
    await bucket.upload(localFile(secret, 'x'));
    await bucket.combine([secret], `${secret}-4`);
    await file.download().catch(() => {});
    await bucket
      .file(`${secret}-none`)
      .getMetadata()
      .catch(() => {});
    await new client.TransferManager(bucket).downloadFileInChunks(`${secret}-3`, {
      destination: join(temporary, 'x'),
    });
    await bucket.getFiles({ prefix: secret });
    return JSON.stringify(telemetry.take());
  };

  test('are recorded', async () => {
    expect(await everywhere()).toContain(secret);
  });
  test('are not, where the configuration says so', async () => {
    plugin.setConfig({ captureObjectNames: false, captureErrorMessages: false });
    const recorded = await everywhere();
    expect(recorded).not.toContain(secret);
    expect(recorded).toContain('"gcp.storage.operation":"download_chunks"');
  });
});

describe('enable and disable', () => {
  const look = () =>
    [
      client.Storage,
      client.Bucket,
      client.File,
      client.HmacKey,
      client.Channel,
      client.TransferManager,
      Object.getPrototypeOf(client.Bucket) as { prototype: object },
      storage.bucket('b').acl.constructor,
      storage.bucket('b').iam.constructor,
    ].map(({ prototype }) =>
      Reflect.ownKeys(prototype as object).map((key) => [
        key,
        Object.getOwnPropertyDescriptor(prototype, key),
      ]),
    );
  const traced = look();
  beforeEach(() => plugin.enable());
  afterEach(() => plugin.enable());

  test('put back what was there, to the last descriptor', () => {
    plugin.disable();
    const shipped = look();
    expect(shipped).not.toEqual(traced);
    plugin.enable();
    plugin.disable();
    expect(look()).toEqual(shipped);
  });

  test('in the middle of a transfer: it ends, and its span with it', async () => {
    const stream = bucket.file('size_200000-off').createReadStream();
    let read = 0;
    for await (const chunk of stream) {
      if (read === 0) plugin.disable();
      read += (chunk as Buffer).length;
    }
    expect(read).toBe(200_000);
    expect(telemetry.take()).toMatchObject([
      { name: 'download invoices', status: 'UNSET', attributes: { 'gcp.storage.bytes.received': 200_000 } },
    ]);
  });

  test('before a stream is read: it has no span', async () => {
    const stream = bucket.file('size_10').createReadStream();
    plugin.disable();
    await stream.toArray();
    expect(telemetry.take()).toEqual([]);
  });
});

describe('the functions of the application', () => {
  test('run where the application made the call', async () => {
    const seen: [string, string | undefined][] = [];
    const note = (what: string) => () => void seen.push([what, activeName()]);
    await inSpan(async () => {
      const onUploadProgress = note('progress');
      await bucket.file('noted').save('x', { resumable: false, onUploadProgress });
      await bucket.upload(localFile('noted', 'x'), { resumable: false, onUploadProgress });
      await new Promise<void>((resolve) => {
        bucket.file('noted').download(() => {
          note('callback')();
          resolve();
        });
      });
      const written = bucket.file('noted').createWriteStream({ resumable: false });
      for (const event of ['progress', 'response', 'finish']) written.on(event, note(event));
      written.end('x');
      await finished(written);
    });
    expect([...new Set(seen.map(([what]) => what))].toSorted()).toEqual([
      'callback',
      'finish',
      'progress',
      'response',
    ]);
    expect([...new Set(seen.map(([, name]) => name))]).toEqual(['application']);
  });

  test('may call the client: such calls are the application’s', async () => {
    await inSpan(() =>
      bucket.file('copied').save(
        async function* () {
          yield* bucket.file('size_10').createReadStream();
          await bucket.file('size_10').exists();
        },
        { resumable: false },
      ),
    );
    expect(telemetry.take()).toMatchObject([
      {
        name: 'application',
        children: [
          { name: 'upload invoices', attributes: { 'gcp.storage.bytes.sent': 10 } },
          { name: 'download invoices', attributes: { 'gcp.storage.bytes.received': 10 } },
          { name: 'exists invoices' },
        ],
      },
    ]);
  });
});

describe('what the application hands over wrongly', () => {
  test.each([
    ['a destination that throws when it is read', () => bucket.file('size_1').copy(hostile() as never)],
    ['options that throw when they are read', () => bucket.file('size_1').getMetadata(hostile() as never)],
    ['no destination', () => bucket.file('size_1').copy(undefined as never)],
    ['nothing to combine', () => bucket.combine([], 'x')],
    [
      'options that a stream refuses',
      async () => bucket.file('x').createReadStream({ start: 1, validation: true }),
    ],
  ])('%s: it hears what the client says', async (_, make) => {
    const outcome = (run: () => Promise<unknown>) =>
      run().then(
        () => 'fine',
        (error: Error) => error.message,
      );
    const shipped = await untraced(() => outcome(make));
    expect(await outcome(make)).toBe(shipped);
    expect(telemetry.take()).toHaveLength(1);
  });

  const hostile = () =>
    Object.defineProperty({}, 'userProject', {
      enumerable: true,
      get() {
        throw new Error('no');
      },
    });
});

describe('hooks', () => {
  test('are told of the operation by its name', async () => {
    const told: unknown[] = [];
    plugin.setConfig({
      requestHook: (_span, { operation, target }) => told.push([operation, target]),
      responseHook: (_span, { operation, result }) => told.push([operation, result]),
      ignoreOperation: ({ operation }) => operation === 'get_bucket',
    });
    await bucket.exists();
    await bucket.get();
    expect(told).toEqual([
      ['bucket_exists', 'invoices'],
      ['bucket_exists', [true]],
    ]);
    expect(telemetry.take()).toMatchObject([{ name: 'bucket_exists invoices' }]);
  });

  test('another copy of the plugin traces a copy of the client of its own', async () => {
    expect(() => new StorageInstrumentation().instrumentModule(client)).not.toThrow();
    await newStorage().bucket('invoices').exists();
    expect(telemetry.take().map(({ name }) => name)).toContain('bucket_exists invoices');
  });
});
