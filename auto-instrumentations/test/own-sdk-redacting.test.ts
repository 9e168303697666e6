import { sharedScripted } from '@gcp-otel/emulator-tests/emulators';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { type Collector, startCollector, tracesOnly } from '../../scripts/collector.mts';
import { attributesOf, receivedResource, receivedSpans } from './received-spans';
import { runApp } from './run-app';

let collector: Collector;

beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector.close());

const flags = ['--require', join(__dirname, 'fixtures', 'own-redacting-sdk.cjs'), '--conditions=s3cret'];

const all = () => collector.received.map(({ body }) => body.toString()).join('\n');

test('an SDK of one’s own tells no more than the flag does: URLs, messages, the process, baggage', async () => {
  const paths = ['shop/s3cret.txt', 'storage/v1/b/shop/acl/user-s3cret%40example.com?session=s3cret'];
  const requests = (['http', 'fetch'] as const).flatMap((client) => [
    ...paths.map((path) => ({ client, url: `http://storage.googleapis.com:PORT/${path}` })),
    { client, url: 'http://example.com:PORT/breaks?session=s3cret' },
  ]);
  const env = { ...tracesOnly(collector.url), REQUESTS: JSON.stringify(requests) };
  const { code, stdout, stderr } = await runApp('requests.cjs', { flags, env });
  expect({ code, stderr, heard: JSON.parse(stdout) }).toEqual({
    code: 0,
    stderr: '',
    heard: [...requests.keys()].map((nth) => (nth % 3 === 2 ? ['traceparent', 'baggage'] : ['traceparent'])),
  });
  const clients = receivedSpans(collector).filter((span) => 'url.full' in attributesOf(span));
  expect(clients).toHaveLength(requests.length);
  expect(all()).not.toMatch(/s3cret|no user/);
  expect(Object.keys(receivedResource(collector)).filter((name) => name.startsWith('process.'))).toEqual([
    'process.pid',
    'process.runtime.version',
    'process.runtime.name',
    'process.runtime.description',
  ]);
});

test('and of what servers of gRPC say', async () => {
  const env = { ...tracesOnly(collector.url), ...sharedScripted('firestore').env };
  const { code, stdout } = await runApp('grpc-metadata.cjs', { flags, env });
  expect({ code, heard: JSON.parse(stdout) }).toEqual({
    code: 0,
    heard: { library: ['traceparent'], other: ['baggage', 'traceparent'] },
  });
  const failed = receivedSpans(collector).filter(({ name }) => name.endsWith('Firestore/Commit'));
  expect(failed.map((span) => [span.kind, span.status, attributesOf(span)['rpc.grpc.status_code']])).toEqual([
    [3, { code: 2 }, 7],
    [2, { code: 2 }, 7],
  ]);
  expect(all()).not.toContain('s3cret');
});
