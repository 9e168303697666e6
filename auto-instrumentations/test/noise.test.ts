import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Collector, startCollector, tracesOnly } from '../../scripts/collector.mts';
import { attributesOf, receivedSpans } from './received-spans';
import { runApp } from './run-app';

let collector: Collector;

beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector.close());

const SERVER = 2;

/** Spans by the path of the served request, or their names. The metadata server's own are left out: it is another process, usually. */
const received = (): string[] =>
  receivedSpans(collector)
    .map((span) => String(span.kind === SERVER ? attributesOf(span)['url.path'] : span.name))
    .filter((name) => !name.startsWith('/computeMetadata'))
    .toSorted();

test('without a list, every incoming request has a trace; none asks the metadata server', async () => {
  const { code, stderr } = await runApp('noisy.cjs', { env: tracesOnly(collector.url) });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(received()).toEqual([
    '/healthz',
    '/live/db',
    '/orders',
    '/ready',
    'work for /healthz',
    'work for /live/db',
    'work for /orders?x=/healthz',
    'work for /ready?deep=1',
  ]);
});

const orders = ['/orders', 'work for /orders?x=/healthz'];

test.each([
  ['/healthz,/ready,/live/*', orders],
  [' /healthz , /live*,/ready', orders],
  ['*', []],
])('GCP_OTEL_IGNORE_PATHS=%s', async (paths, expected) => {
  const env = { ...tracesOnly(collector.url), GCP_OTEL_IGNORE_PATHS: paths };
  const { code, stderr } = await runApp('noisy.cjs', { env });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(received()).toEqual(expected);
});
