import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Collector, drawReceived, startCollector, tracesOnly } from '../../scripts/collector.mts';
import { attributesOf, receivedSpans } from './received-spans';
import { answersOf, binaryEvent, json, type Request, serveFunction } from './serve-function';

let collector: Collector;

beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector.close());

const env = (): Record<string, string> => ({ ...tracesOnly(collector.url), GCP_OTEL_FLUSH: 'request' });

const SERVER = 2;
const CONSUMER = 5;
const ERROR = 2;

const spansOf = (wanted: number) => receivedSpans(collector).filter(({ kind }) => kind === wanted);

const served = (): boolean => spansOf(SERVER).length > 0;

/** What a span says of how the function ended. */
const ends = (kind: number) =>
  spansOf(kind).map((span) => ({
    status: span.status,
    type: attributesOf(span)['error.type'],
    events: span.events?.map((event) => ({ name: event.name, ...attributesOf(event) })),
  }));

const event = (data: object = {}, id = '7'): Request =>
  binaryEvent({ type: 'shop.order.paid', source: '//shop/orders', id }, data);

const LEGACY = json({ context: { eventId: '7', eventType: 'shop.paid' }, data: { tea: 1 } });

const fine = { status: { code: 0 }, type: undefined, events: [] };
const failure = (type: string) => ({
  status: { code: ERROR, message: type },
  type,
  events: [{ name: 'exception', 'exception.type': type }],
});

describe('with the flag and without, the application answers the same', () => {
  test.each([
    ['hello', 'http', undefined, 200, fine],
    ['rejecting', 'http', undefined, 500, undefined],
    ['throwing', 'http', undefined, 500, undefined],
    ['late', 'http', undefined, 200, undefined],
    ['onEvent', 'cloudevent', event(), 200, fine],
    ['rejectingEvent', 'cloudevent', event(), 500, failure('RangeError')],
    ['throwingEvent', 'cloudevent', event(), 500, failure('TypeError')],
    ['withCallback', 'cloudevent', event(), 200, fine],
    ['withCallback', 'cloudevent', event({ fails: true }), 500, failure('RangeError')],
    ['thenable', 'cloudevent', event(), 200, fine],
    ['legacy', 'event', LEGACY, 200, fine],
    ['legacyWithCallback', 'event', LEGACY, 200, fine],
    [
      'crashing',
      'cloudevent',
      event(),
      500,
      { status: { code: ERROR, message: '500' }, type: '500', events: [] },
    ],
  ] as const)('%s (%s)', async (target, signature, init, status, end) => {
    const options = { source: 'functions.cjs', target, signature };
    const plain = await answersOf({ ...options, flags: [] }, init);
    const traced = await answersOf({ ...options, env: env(), until: served }, init);
    const withoutPlaces = ({ stdout, stderr, ...rest }: typeof plain) => ({
      ...rest,
      stdout: stdout.replace(/:\d+\//, ':port/'),
      // Our frames are on the stack. What was thrown is the same.
      stderr: stderr.split('\n').filter((line) => !line.startsWith('    at ')),
    });
    expect(plain.answers.map((answer) => answer.status)).toEqual([status]);
    expect(withoutPlaces(traced)).toEqual(withoutPlaces(plain));
    expect(ends(CONSUMER)).toEqual(signature === 'http' ? [] : [end]);
    expect(JSON.stringify(receivedSpans(collector))).not.toContain('S3CR3T');
  });
});

test.each(['null', '[]', '7', '"text"', '{"context":null}', '{"specversion":7,"data":{"message":7}}', '{'])(
  'an event that is none, %s, is answered as without the flag',
  async (body) => {
    const options = { source: 'functions.cjs', target: 'withCallback', signature: 'cloudevent' } as const;
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
    const plain = await answersOf({ ...options, flags: [] }, init);
    const traced = await answersOf({ ...options, env: env(), until: served }, init);
    const answered = traced.answers.map(({ status, outcome }) => ({ status, outcome }));
    expect(answered).toEqual(plain.answers.map(({ status, outcome }) => ({ status, outcome })));
  },
);

test.each([
  ['rejecting', 'RangeError', '500'],
  ['throwing', 'TypeError', '500'],
  // The status is that of the function, not of the request, which has been answered.
  ['late', 'RangeError', 'RangeError'],
])('%s: the span of the request says why', async (target, exception, type) => {
  await answersOf({ source: 'functions.cjs', target, env: env(), until: served }, undefined);
  expect(ends(SERVER)).toEqual([
    {
      status: { code: ERROR },
      type,
      events: [{ name: 'exception', 'exception.type': exception }],
    },
  ]);
});

test.each([
  // HTTP's instrumentation gives the status of a request, which has no message.
  ['rejecting', 'http', undefined, SERVER, { code: ERROR }],
  ['rejectingEvent', 'cloudevent', event(), CONSUMER, { code: ERROR, message: 'S3CR3T' }],
] as const)(
  '%s: with its message, where that is asked for',
  async (target, signature, init, kind, status) => {
    const capturing = { ...env(), GCP_OTEL_CAPTURE_ERROR_MESSAGES: 'true' };
    await answersOf({ source: 'functions.cjs', target, signature, env: capturing, until: served }, init);
    expect(ends(kind)).toEqual([
      {
        type: expect.any(String),
        status,
        events: [
          {
            name: 'exception',
            'exception.type': 'RangeError',
            'exception.message': 'S3CR3T',
            'exception.stacktrace': expect.stringContaining('functions.cjs'),
          },
        ],
      },
    ]);
  },
);

test('a sender that does not wait: the span ends all the same, before the one of the request', async () => {
  const { url, stop } = await serveFunction({
    source: 'functions.cjs',
    target: 'waiting',
    signature: 'cloudevent',
    env: env(),
  });
  const body = JSON.stringify({ specversion: '1.0', type: 'shop.paid', source: '//shop', id: '7' });
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  await once(socket, 'connect');
  socket.write(
    `POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  // The function says that it runs by a request of its own.
  while (!collector.received.some(({ path }) => path === '/runs')) await new Promise(setImmediate);
  socket.destroy();
  while (!served()) await new Promise(setImmediate);
  await stop();
  expect(drawReceived(collector)).toBe(
    'http: POST\n  @gcp-otel/auto-instrumentations/functions: CloudEvents Process shop.paid\n    undici: GET',
  );
  expect(ends(CONSUMER)).toEqual([
    { status: { code: ERROR, message: 'ECONNRESET' }, type: 'ECONNRESET', events: [] },
  ]);
});
