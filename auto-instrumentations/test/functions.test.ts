import { sharedEmulator } from '@gcp-otel/emulator-tests/emulators';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Collector, drawReceived, startCollector, tracesOnly } from '../../scripts/collector.mts';
import { attributesOf, receivedSpans } from './received-spans';
import { answersOf, binaryEvent, json } from './serve-function';

let collector: Collector;

beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector.close());

/** Each span is sent when it has ended. */
const env = (): Record<string, string> => ({ ...tracesOnly(collector.url), GCP_OTEL_FLUSH: 'request' });

const SERVER = 2;

const served =
  (requests = 1) =>
  (): boolean =>
    receivedSpans(collector).filter(({ kind }) => kind === SERVER).length === requests;

const ID = { 'function-execution-id': 'the-execution' };

/** What the instrumentation of HTTP says of a request. */
const OF_HTTP = {
  'client.address': expect.any(String),
  'http.request.method': 'GET',
  'http.response.status_code': 200,
  'network.peer.address': expect.any(String),
  'network.peer.port': expect.any(Number),
  'network.protocol.version': '1.1',
  'server.address': '127.0.0.1',
  'server.port': expect.any(Number),
  'url.path': '/some/path',
  'url.query': 'of=it',
  'url.scheme': 'http',
  'user_agent.original': 'node',
};

const OF_FUNCTION = {
  'faas.coldstart': true,
  'faas.invocation.id': 'the-execution',
  'faas.name': 'hello',
  'faas.trigger': 'http',
};

const told = () =>
  receivedSpans(collector).map((span) => ({ name: span.name, kind: span.kind, ...attributesOf(span) }));

describe('an HTTP function', () => {
  test('is described on the span of its request; only the first start is cold', async () => {
    const { answers, code, stderr } = await answersOf(
      { source: 'functions.cjs', target: 'hello', env: env(), until: served(2) },
      { headers: ID },
      undefined,
    );
    expect({ answers, code, stderr }).toEqual({
      answers: [1, 2].map(() => ({ status: 200, text: 'hello you', outcome: null })),
      code: 0,
      stderr: '',
    });
    expect(drawReceived(collector)).toBe('http: hello\nhttp: hello');
    expect(told()).toEqual([
      { name: 'hello', kind: SERVER, ...OF_HTTP, ...OF_FUNCTION },
      {
        name: 'hello',
        kind: SERVER,
        ...OF_HTTP,
        ...OF_FUNCTION,
        'faas.coldstart': false,
        // The one that the framework makes up for its logs.
        'faas.invocation.id': expect.stringMatching(/^\w{12}$/),
      },
    ]);
  });

  test.each([
    ['functions.mjs', 'hello', 'hello of an ES module'],
    ['functions.mjs', 'exported', 'exported'],
    ['functions.cjs', 'nested.exported', 'exported'],
  ])('%s: %s', async (source, target, text) => {
    const { answers } = await answersOf({ source, target, env: env(), until: served() }, { headers: ID });
    expect(answers).toEqual([{ status: 200, text, outcome: null }]);
    expect(told()).toEqual([{ name: target, kind: SERVER, ...OF_HTTP, ...OF_FUNCTION, 'faas.name': target }]);
  });

  test('has the name by which it is deployed', async () => {
    const deployed = { ...env(), K_SERVICE: 'greeter' };
    await answersOf(
      { source: 'functions.cjs', target: 'hello', env: deployed, until: served() },
      { headers: ID },
    );
    expect(told()).toEqual([
      { name: 'greeter', kind: SERVER, ...OF_HTTP, ...OF_FUNCTION, 'faas.name': 'greeter' },
    ]);
  });

  test('that Cloud Scheduler calls is triggered by a timer', async () => {
    const headers = {
      ...ID,
      'x-cloudscheduler': 'true',
      'x-cloudscheduler-jobname': 'firebase-schedule-onSchedule',
      'x-cloudscheduler-scheduletime': '2026-11-23T05:00:00Z',
    };
    await answersOf(
      { source: 'firebase-functions.cjs', target: 'onSchedule', env: env(), until: served() },
      { method: 'POST', headers },
    );
    expect(told()).toEqual([
      {
        name: 'onSchedule',
        kind: SERVER,
        ...OF_HTTP,
        ...OF_FUNCTION,
        'faas.cron': '0 5 * * 1',
        'faas.invocation.start_time': '2026-11-23T05:00:00Z',
        'faas.name': 'onSchedule',
        'faas.trigger': 'timer',
        'http.request.method': 'POST',
      },
    ]);
  });
});

const EVENT = binaryEvent({ type: 'shop.order.paid', source: '//shop/orders', id: '7' }, {});

test('what a function calls is below its event', async () => {
  const { answers, stderr } = await answersOf(
    {
      source: 'functions.cjs',
      target: 'reading',
      signature: 'cloudevent',
      env: { ...env(), ...sharedEmulator('firestore').env },
      until: served(),
    },
    EVENT,
  );
  expect({ answers, stderr }).toEqual({ answers: [{ status: 204, text: '', outcome: null }], stderr: '' });
  expect(drawReceived(collector)).toBe(
    [
      'http: POST',
      '  @gcp-otel/auto-instrumentations/functions: CloudEvents Process shop.order.paid',
      '    firestore: get notes',
      '      grpc: grpc.google.firestore.v1.Firestore/BatchGetDocuments',
    ].join('\n'),
  );
});

describe('firebase-functions', () => {
  test.each([
    ['onRequest', undefined, 'requested', 'GET'],
    ['onCall', json({ data: {} }), '{"result":"called"}', 'POST'],
  ])('%s', async (target, init, text, method) => {
    const { answers } = await answersOf(
      { source: 'firebase-functions.cjs', target, env: env(), until: served() },
      { ...init, headers: { ...init?.headers, ...ID } },
    );
    expect(answers).toEqual([{ status: 200, text, outcome: null }]);
    expect(told()).toEqual([
      {
        name: target,
        kind: SERVER,
        ...OF_HTTP,
        ...OF_FUNCTION,
        'faas.name': target,
        'http.request.method': method,
      },
    ]);
  });

  test.each([
    [
      'onMessagePublished',
      binaryEvent(
        {
          type: 'google.cloud.pubsub.topic.v1.messagePublished',
          source: '//pubsub.googleapis.com/projects/p/topics/orders',
          id: '1',
        },
        { message: { data: Buffer.from('{"tea":"green"}').toString('base64'), messageId: '1' } },
      ),
      'green',
      'process orders',
    ],
    [
      'onDocumentWritten',
      binaryEvent(
        {
          type: 'google.cloud.firestore.document.v1.written',
          source: '//firestore.googleapis.com/projects/p/databases/(default)',
          subject: 'documents/users/ada/orders/first',
          document: 'users/ada/orders/first',
          database: '(default)',
          datacontenttype: 'application/protobuf',
          id: '1',
        },
        // An empty message: neither the document before nor the one after.
        new Uint8Array(),
      ),
      'first',
      'CloudEvents Process google.cloud.firestore.document.v1.written',
    ],
    [
      'onObjectFinalized',
      binaryEvent(
        {
          type: 'google.cloud.storage.object.v1.finalized',
          source: '//storage.googleapis.com/projects/_/buckets/pictures',
          subject: 'objects/cat.png',
          id: '1',
        },
        { name: 'cat.png' },
      ),
      'cat.png',
      'CloudEvents Process google.cloud.storage.object.v1.finalized',
    ],
  ])('%s', async (target, init, text, name) => {
    const { answers } = await answersOf(
      { source: 'firebase-functions.cjs', target, signature: 'cloudevent', env: env(), until: served() },
      init,
    );
    expect(answers).toEqual([{ status: 200, text, outcome: null }]);
    expect(drawReceived(collector)).toBe(`http: POST\n  @gcp-otel/auto-instrumentations/functions: ${name}`);
  });
});

test('switched off by its short name, it leaves the spans of HTTP as they are', async () => {
  const off = { ...env(), OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'gcp-functions' };
  const source = 'functions.cjs';
  await answersOf({ source, target: 'hello', env: off, until: served() }, { headers: ID });
  await answersOf({ source, target: 'onEvent', signature: 'cloudevent', env: off, until: served(2) }, EVENT);
  expect(drawReceived(collector)).toBe('http: GET\nhttp: POST');
  expect(told()[0]).toEqual({ name: 'GET', kind: SERVER, ...OF_HTTP });
});

test('switched on alone, it has the spans of events, with their creator for a parent', async () => {
  const alone = { ...env(), OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'gcp-functions' };
  await answersOf({ source: 'functions.cjs', target: 'hello', env: alone }, { headers: ID });
  const created = binaryEvent(
    {
      type: 'shop.order.paid',
      source: '//shop/orders',
      id: '7',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    },
    {},
  );
  await answersOf(
    {
      source: 'functions.cjs',
      target: 'onEvent',
      signature: 'cloudevent',
      env: alone,
      until: () => told().length > 0,
    },
    created,
  );
  const creator = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };
  expect(
    receivedSpans(collector).map(({ traceId, parentSpanId, links }) => ({ traceId, parentSpanId, links })),
  ).toEqual([
    {
      traceId: creator.traceId,
      parentSpanId: creator.spanId,
      links: [expect.objectContaining(creator)],
    },
  ]);
});

test.each([
  ['hello', 'http', undefined, 200],
  ['onEvent', 'cloudevent', EVENT, 200],
] as const)('%s, not sampled: no span, and the same answer', async (target, signature, init, status) => {
  const unsampled = { ...env(), OTEL_TRACES_SAMPLER: 'always_off' };
  const { answers, stderr } = await answersOf(
    { source: 'functions.cjs', target, signature, env: unsampled },
    init,
  );
  expect({ statuses: answers.map((answer) => answer.status), stderr, spans: told() }).toEqual({
    statuses: [status],
    stderr: '',
    spans: [],
  });
});
