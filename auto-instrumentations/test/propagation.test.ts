import { sharedScripted } from '@gcp-otel/emulator-tests/emulators';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Collector, startCollector, tracesOnly } from '../../scripts/collector.mts';
import { runApp } from './run-app';

let collector: Collector;

beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector.close());

const google = 'http://storage.googleapis.com:PORT/shop/a.txt';
const other = 'http://example.com:PORT/';
/** An emulator, or an endpoint of its own. */
const byLibrary = { url: other, headers: { 'X-Goog-Api-Client': 'gl-node/24 gccl/8' } };

const requests = (['http', 'fetch'] as const).flatMap((client) => [
  { client, url: google },
  { client, url: 'http://metadata.google.internal:PORT/token' },
  { client, ...byLibrary },
  { client, url: other },
  { client, url: 'http://notgoogleapis.com:PORT/' },
]);

/** Which headers of propagation the requests above have brought, by http and by fetch. */
const propagated = async (env: Readonly<Record<string, string>>) => {
  const { code, stdout, stderr } = await runApp('requests.cjs', {
    env: { ...tracesOnly(collector.url), REQUESTS: JSON.stringify(requests), ...env },
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as unknown;
};

const twice = <Item>(items: readonly Item[]): Item[] => [...items, ...items];
const all = ['traceparent', 'baggage'];
/** What the metadata server is sent: requests to it are not traced. */
const nothing: string[] = [];

describe.each(['always_on', 'always_off'])('OTEL_TRACES_SAMPLER=%s', (sampler) => {
  const OTEL_TRACES_SAMPLER = sampler;

  test.each([
    ['tracecontext', ['traceparent']],
    ['none', []],
    ['all', all],
  ])('GCP_OTEL_PROPAGATE_TO_GOOGLE=%s', async (GCP_OTEL_PROPAGATE_TO_GOOGLE, toGoogle) => {
    expect(await propagated({ OTEL_TRACES_SAMPLER, GCP_OTEL_PROPAGATE_TO_GOOGLE })).toEqual(
      twice([toGoogle, nothing, toGoogle, all, all]),
    );
  });

  test('by default Google hears of the trace alone, by whichever propagators', async () => {
    const OTEL_PROPAGATORS = 'xcloudtrace,b3,baggage';
    const trace = ['b3', 'x-cloud-trace-context'];
    const both = ['baggage', ...trace];
    expect(await propagated({ OTEL_TRACES_SAMPLER, OTEL_PROPAGATORS })).toEqual(
      twice([trace, nothing, trace, both, both]),
    );
  });

  test.each([
    [undefined, ['traceparent']],
    ['none', []],
    ['all', ['baggage', 'traceparent']],
  ])('by gRPC, with GCP_OTEL_PROPAGATE_TO_GOOGLE=%s', async (toGoogle, expected) => {
    const { code, stdout, stderr } = await runApp('grpc-metadata.cjs', {
      env: {
        ...tracesOnly(collector.url),
        ...sharedScripted('firestore').env,
        OTEL_TRACES_SAMPLER,
        ...(toGoogle !== undefined && { GCP_OTEL_PROPAGATE_TO_GOOGLE: toGoogle }),
      },
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({ library: expected, other: ['baggage', 'traceparent'] });
  });
});

test('OTEL_PROPAGATORS=none: nothing, to anybody', async () => {
  expect(await propagated({ OTEL_PROPAGATORS: 'none' })).toEqual(twice([[], [], [], [], []]));
});
