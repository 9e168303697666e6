import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Collector, startCollector, tracesOnly } from '../../scripts/collector.mts';
import { attributesOf, receivedSpans } from './received-spans';
import { runApp } from './run-app';

let collector: Collector;

beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector.close());

/** How spans tell of failures: their status, what they call the error, and their events. */
const failures = async (env: Readonly<Record<string, string>> = {}) => {
  const requests = [
    { client: 'http', url: 'http://example.com:PORT/breaks' },
    { client: 'fetch', url: 'http://example.com:PORT/breaks' },
    { client: 'http', url: 'http://example.com:99999/' },
  ];
  const { code } = await runApp('requests.cjs', {
    env: { ...tracesOnly(collector.url), REQUESTS: JSON.stringify(requests), ...env },
  });
  expect(code).toBe(0);
  return receivedSpans(collector)
    .filter(({ name }) => name !== 'around')
    .map((span) => ({
      status: span.status,
      type: attributesOf(span)['error.type'],
      events: (span.events ?? []).map((event) => ({ name: event.name, ...attributesOf(event) })),
    }));
};

const ERROR = 2;

test('under the flag, failures of HTTP and undici: what kind of an error it was, and nothing that it says', async () => {
  expect(await failures()).toEqual([
    {
      status: { code: ERROR },
      type: 'Error',
      events: [{ name: 'exception', 'exception.type': 'ECONNRESET' }],
    },
    { status: { code: ERROR }, type: 'Error', events: [{ name: 'exception', 'exception.type': 'Error' }] },
    {
      status: { code: ERROR },
      type: 'UND_ERR_SOCKET',
      events: [{ name: 'exception', 'exception.type': 'UND_ERR_SOCKET' }],
    },
    { status: { code: ERROR }, type: 'Error', events: [{ name: 'exception', 'exception.type': 'Error' }] },
    {
      status: { code: ERROR },
      type: 'TypeError',
      events: [{ name: 'exception', 'exception.type': 'ERR_INVALID_URL' }],
    },
  ]);
});

test('GCP_OTEL_CAPTURE_ERROR_MESSAGES=true: what it says too', async () => {
  const [client, server] = await failures({ GCP_OTEL_CAPTURE_ERROR_MESSAGES: 'true' });
  const event = (type: string, message: string) => ({
    name: 'exception',
    'exception.type': type,
    'exception.message': message,
    'exception.stacktrace': expect.stringContaining(message),
  });
  expect([client, server]).toEqual([
    {
      status: { code: ERROR, message: 'socket hang up' },
      type: 'Error',
      events: [event('ECONNRESET', 'socket hang up')],
    },
    {
      status: { code: ERROR, message: 'no user ada@example.com' },
      type: 'Error',
      events: [event('Error', 'no user ada@example.com')],
    },
  ]);
});
