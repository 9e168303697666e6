import { afterEach, expect, test } from '@jest/globals';
import { type Collector, startCollector, tracesOnly } from '../../scripts/collector.mts';
import { runApp } from './run-app';

let collector: Collector;

afterEach(() => collector.close());

const spansNamed = (name: string): number =>
  collector.received.reduce((sum, { body }) => sum + body.toString().split(`"name":"${name}"`).length - 1, 0);

test('under load, with a handler of its own: every span that has ended arrives', async () => {
  collector = await startCollector();
  const env = { ...tracesOnly(collector.url), OWN_HANDLER: '1', OTEL_BSP_MAX_QUEUE_SIZE: '100000' };
  const { code, signal, stdout } = await runApp('busy.cjs', { env, signal: 'SIGTERM' });
  const [, ended] = /^ended (\d+)$/m.exec(stdout) ?? [];
  expect({ code, signal }).toEqual({ code: 0, signal: null });
  expect(spansNamed('work')).toBe(Number(ended));
});

test('without one the signal takes its course, after the flush', async () => {
  collector = await startCollector();
  const env = { ...tracesOnly(collector.url), READY: '1' };
  const { code, signal } = await runApp('one-span.cjs', { env, signal: 'SIGTERM' });
  expect({ code, signal, spans: spansNamed('only') }).toEqual({ code: null, signal: 'SIGTERM', spans: 1 });
});

test('with a handler that exits: what has ended arrives, and the code is its own', async () => {
  collector = await startCollector();
  const env = { ...tracesOnly(collector.url), OTEL_BSP_SCHEDULE_DELAY: '3600000' };
  const { code, stderr } = await runApp('exits-itself.cjs', { env, signal: 'SIGTERM' });
  expect({ code, stderr, spans: ['first', 'last'].map(spansNamed) }).toEqual({
    code: 7,
    stderr: '',
    spans: [1, 1],
  });
});

test('with a handler that exits, and a collector that never answers: no longer than it may', async () => {
  collector = await startCollector(() => undefined);
  const env = { ...tracesOnly(collector.url), GCP_OTEL_FLUSH_TIMEOUT: '200' };
  const { code, stderr } = await runApp('exits-itself.cjs', { env, signal: 'SIGTERM' });
  expect({ code, stderr }).toEqual({
    code: 7,
    stderr:
      '@gcp-otel/auto-instrumentations: telemetry could not be exported within 200 ms; the rest is lost\n' +
      '@gcp-otel/auto-instrumentations: 2 spans were dropped: 2 had not arrived at the collector\n',
  });
});

test.each(['SIGTERM', undefined] as const)(
  'a collector that never answers delays no longer than it may (%s)',
  async (signal) => {
    collector = await startCollector(() => undefined);
    const env = {
      ...tracesOnly(collector.url),
      GCP_OTEL_FLUSH_TIMEOUT: '200',
      ...(signal && { READY: '1' }),
    };
    const ended = await runApp('one-span.cjs', { env, ...(signal && { signal }) });
    expect(ended).toMatchObject({
      signal: signal ?? null,
      stderr: expect.stringContaining('telemetry could not be exported within 200 ms; the rest is lost\n'),
    });
  },
);

test('with a handler that exits at once: the request that was just answered arrives', async () => {
  collector = await startCollector();
  const { code } = await runApp('exits-after-answer.cjs', { env: tracesOnly(collector.url) });
  expect({ code, spans: spansNamed('GET') }).toEqual({ code: 0, spans: 2 });
});

test('an exit code stays what it was', async () => {
  collector = await startCollector();
  const { code } = await runApp('one-span.cjs', { env: { ...tracesOnly(collector.url), EXIT_CODE: '3' } });
  expect({ code, spans: spansNamed('only') }).toEqual({ code: 3, spans: 1 });
});

test('where nothing runs between requests, each is exported when it ends', async () => {
  collector = await startCollector();
  const env = {
    ...tracesOnly(collector.url),
    GCP_OTEL_FLUSH: 'request',
    READY: '1',
    OTEL_BSP_SCHEDULE_DELAY: '3600000',
  };
  const { signal } = await runApp('one-span.cjs', {
    env,
    signal: 'SIGKILL',
    signalWhen: () => spansNamed('only') === 1,
  });
  expect(signal).toBe('SIGKILL');
});
