import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, jest, test } from '@jest/globals';
import { trace } from '@opentelemetry/api';
import { stopTelemetry } from '../../../shared/test/telemetry';
import { FirestoreInstrumentation } from '../src';
import { client, type Client, firestore, plugin, telemetry } from './support';

afterEach(() => {
  telemetry.take();
  telemetry.warnings();
});
afterAll(async () => {
  await firestore.terminate();
  stopTelemetry();
});

const names = (): string[] => telemetry.take().map(({ name }) => name);
const users = firestore.collection('users');
const anotherCopy = (): Client => {
  let copy: unknown;
  jest.isolateModules(() => (copy = require('@google-cloud/firestore')));
  return copy as Client;
};

test('name and version are those of the package', () => {
  const manifest = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')) as object;
  const { instrumentationName: name, instrumentationVersion: version } = plugin;
  expect({ name, version }).toEqual({
    name: expect.any(String),
    version: expect.any(String),
    ...pick(manifest),
  });
});
const pick = ({ name, version }: { name?: string; version?: string }): object => ({ name, version });

describe('enable and disable', () => {
  const classes = (copy: Client) => {
    const query = new copy.Firestore({ projectId: 'demo' }).collection('users');
    const { _traceUtil: traceUtil } = query.firestore as unknown as { _traceUtil: object };
    const near = query.findNearest('a', [1], { limit: 1, distanceMeasure: 'COSINE' });
    const exported = [
      'Firestore',
      'Query',
      'CollectionReference',
      'DocumentReference',
      'CollectionGroup',
      'Transaction',
      'WriteBatch',
      'BulkWriter',
    ] as const;
    return [
      ...exported.map((name) => copy[name]),
      copy.Pipelines.Pipeline,
      ...[query.count(), near, traceUtil].map((instance) => instance.constructor),
    ];
  };
  const look = (copy: Client) =>
    classes(copy).map(({ prototype }) =>
      Reflect.ownKeys(prototype as object).map(
        (key) => [key, Object.getOwnPropertyDescriptor(prototype, key)] as const,
      ),
    );

  test('every prototype of every copy is what it was', () => {
    const copies = [anotherCopy(), anotherCopy()];
    const before = copies.map(look);
    const mine = new FirestoreInstrumentation();
    for (const copy of copies) mine.instrumentModule(copy);
    const patched = copies.map(look);
    expect(patched).not.toEqual(before);
    mine.disable();
    for (const [index, copy] of copies.entries())
      for (const [place, keys] of look(copy).entries())
        for (const [order, [key, descriptor]] of keys.entries()) {
          expect(key).toBe(before[index]?.[place]?.[order]?.[0]);
          expect(descriptor?.value).toBe(before[index]?.[place]?.[order]?.[1]?.value);
        }
    expect(copies.map(look)).toEqual(before);
  });

  test('off, the client traces itself again; on, we do', async () => {
    plugin.disable();
    await users.doc('u1').get();
    expect(telemetry.take()).toMatchObject([
      { name: 'DocumentReference.Get', children: [{ name: 'BatchGetDocuments' }] },
    ]);
    plugin.enable();
    await users.doc('u1').get();
    expect(names()).toEqual(['get users']);
  });

  test('two copies of the client, each traced once', async () => {
    const other = plugin.instrumentModule(anotherCopy());
    const second = new other.Firestore({ projectId: 'demo' });
    await Promise.all([users.doc('u1').get(), second.collection('users').doc('u1').get()]);
    expect(names()).toEqual(['get users', 'get users']);
    await second.terminate();
  });
});

describe("the client's own spans", () => {
  const traced = async (nativeSpans: 'keep' | 'replace', settings: object = {}) => {
    const mine = new FirestoreInstrumentation({ nativeSpans });
    const copy = mine.instrumentModule(anotherCopy());
    const own = new copy.Firestore({ projectId: 'demo', ...settings });
    await trace.getTracer('application').startActiveSpan('application', async (span) => {
      await own.collection('users').doc('u1').set({ a: 1 });
      for await (const _ of own.collection('users').stream());
      span.end();
    });
    await own.terminate();
    mine.disable();
    return telemetry.take();
  };
  const application = (children: object[]) => [
    { name: 'application', kind: 'INTERNAL', attributes: {}, status: 'UNSET', children },
  ];

  test('replaced: none, and nothing on the span of the application', async () => {
    const spans = [
      expect.objectContaining({ name: 'set users' }),
      expect.objectContaining({ name: 'query users' }),
    ];
    expect(await traced('replace')).toEqual(application(spans));
    expect(await traced('replace', { openTelemetry: { tracerProvider: telemetry.provider } })).toEqual(
      application(spans),
    );
  });

  test('kept: below ours', async () => {
    expect(await traced('keep')).toMatchObject([
      {
        name: 'application',
        children: [
          {
            name: 'set users',
            children: [{ name: 'DocumentReference.Set', children: [{ name: 'Batch.Commit' }] }],
          },
          { name: 'query users' },
        ],
      },
    ]);
  });
});

describe('one line that says what to do', () => {
  const prefix = '@gcp-otel/instrumentation-firestore: ';

  test('a release that is not supported', () => {
    const mine = new FirestoreInstrumentation();
    telemetry.warnings();
    const [definition] = mine.getModuleDefinitions();
    const file = definition?.files.find(({ name }) => name.endsWith('write-batch.js'));
    for (const version of ['6.8.0', '6.8.0', '10.0.0']) file?.patch(anotherCopy(), version);
    expect(telemetry.warnings()).toEqual([
      `${prefix}@google-cloud/firestore@6.8.0 is not supported and not traced; install a release from 7.0.0 and below 10.0.0`,
      `${prefix}@google-cloud/firestore@10.0.0 is not supported and not traced; install a release from 7.0.0 and below 10.0.0`,
    ]);
    mine.disable();
  });

  test('a client loaded before', () => {
    const { get } = client.Query.prototype;
    telemetry.warnings();
    const later = new FirestoreInstrumentation();
    expect(client.Query.prototype.get).not.toBe(get);
    later.disable();
    expect(client.Query.prototype.get).toBe(get);
    expect(telemetry.warnings()).toEqual([]);
  });

  test('a private field that a release renamed: the call goes on, and has its span', async () => {
    const query = users.where('a', '==', 1);
    const options = (query as unknown as { _queryOptions: object })._queryOptions;
    Object.defineProperty(query, '_queryOptions', {
      get: () => {
        throw new TypeError('canary');
      },
      configurable: true,
    });
    const get = client.Query.prototype.get;
    const answered = get.call(query);
    Object.defineProperty(query, '_queryOptions', { value: options });
    await answered.catch(() => {});
    expect(telemetry.take()).toMatchObject([{ name: 'query', attributes: { 'db.operation.name': 'query' } }]);
    expect(telemetry.warnings()).toEqual([
      `${prefix}"query" is only partly described, because reading its target threw; the call itself went on (TypeError)`,
      `${prefix}"query" is only partly described, because reading its details threw; the call itself went on (TypeError)`,
    ]);
  });
});

test('private parts that a release renamed: writes go on', async () => {
  telemetry.warnings();
  const batch = firestore.batch();
  const queued = (batch as unknown as { _ops: object })._ops;
  Object.defineProperty(batch, '_ops', { get: () => ({ push: () => {} }), configurable: true });
  expect(() => batch.set(users.doc('u1'), {})).not.toThrow();
  Object.defineProperty(batch, '_ops', { value: queued });
  await batch.commit();
  expect(telemetry.warnings()).toEqual([
    '@gcp-otel/instrumentation-firestore: a private part of the library is not what it was; some attributes are missing (TypeError)',
  ]);
});

describe('hostile arguments: what the client does, and one span', () => {
  const cyclic: { self?: unknown } = {};
  cyclic.self = cyclic;
  const throwing = {
    get a(): never {
      throw new RangeError('canary');
    },
  };
  const proxy = new Proxy(
    {},
    {
      get: () => {
        throw new RangeError('canary');
      },
      ownKeys: () => {
        throw new RangeError('canary');
      },
    },
  );

  test.each<[string, () => unknown, string[]]>([
    ['data with a cycle', () => users.doc('u1').set(cyclic), ['set users']],
    ['data whose getter throws', () => users.add(throwing), ['add users']],
    ['a proxy as data', () => users.doc('u1').create(proxy), ['create users']],
    ['a proxy among documents', () => firestore.getAll(users.doc('u1'), proxy), ['get_all']],
    ['no documents', () => firestore.getAll(), ['get_all']],
    ['no function for a transaction', () => firestore.runTransaction(7 as never), ['transaction']],
    ['a function that returns no promise', () => firestore.runTransaction(() => 7 as never), ['transaction']],
    ['a listener that is none', () => users.onSnapshot(7 as never), ['listen users']],
    ['a proxy to delete below', () => firestore.recursiveDelete(proxy as never), ['recursive_delete']],
    ['limitToLast streamed', () => users.orderBy('a').limitToLast(1).stream(), ['query users']],
  ])('%s', async (_, run, spans) => {
    const outcome = async (): Promise<unknown> => {
      try {
        return ['rejected', String(await Promise.resolve(run()).catch((error: unknown) => error))];
      } catch (error) {
        return ['threw', String(error)];
      }
    };
    plugin.disable();
    const shipped = await outcome();
    telemetry.take();
    plugin.enable();
    expect(await outcome()).toEqual(shipped);
    const seen = telemetry.take();
    expect(seen.map(({ name, status }) => [name, status.split(' ')[0]])).toEqual(
      spans.map((name) => [name, 'ERROR']),
    );
    expect(JSON.stringify([seen, telemetry.warnings()])).not.toContain('canary');
  });
});
