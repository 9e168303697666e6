import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Collector, drawReceived, startCollector, tracesOnly } from '../../scripts/collector.mts';
import { runApp } from './run-app';

let collector: Collector;

beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector.close());

const received = (): string[] => drawReceived(collector).split('\n').toSorted();
const all = ['app: of a worker', 'app: of a worker', 'app: of the main thread'];

test.each<[string, Record<string, string>, object, string[]]>([
  ['without a handler', {}, { code: null, signal: 'SIGTERM' }, all],
  ['with one that exits', { HANDLER: 'yes' }, { code: 4, signal: null }, all],
  [
    'with a worker that was terminated',
    { TERMINATED: 'yes' },
    { code: null, signal: 'SIGTERM' },
    all.slice(1),
  ],
  ['with a worker that is busy', { BUSY: 'yes' }, { code: null, signal: 'SIGTERM' }, all.slice(1)],
])('a pool of workers, on SIGTERM, %s: what has ended arrives', async (_title, more, expected, spans) => {
  const { code, signal, stderr } = await runApp('pool.cjs', {
    env: { ...tracesOnly(collector.url), OTEL_BSP_SCHEDULE_DELAY: '3600000', ...more },
    signal: 'SIGTERM',
  });
  expect({ code, signal, stderr, spans: received() }).toEqual({ ...expected, stderr: '', spans });
});

test('a worker that ends by itself: what has ended in it arrives', async () => {
  const { code, stderr } = await runApp('pool.cjs', {
    env: { ...tracesOnly(collector.url), OTEL_BSP_SCHEDULE_DELAY: '3600000', ENDS: 'yes' },
  });
  expect({ code, stderr, spans: received() }).toEqual({ code: 0, stderr: '', spans: all });
});

test('a cluster, whose primary ends on SIGTERM: what has ended in a child arrives', async () => {
  const { signal, stderr } = await runApp('clustered.cjs', {
    env: { ...tracesOnly(collector.url), OTEL_BSP_SCHEDULE_DELAY: '3600000' },
    signal: 'SIGTERM',
  });
  // The child ends after its parent.
  for (let tries = 0; tries < 200 && collector.received.length === 0; tries++) await setTimeout(50);
  expect({ signal, stderr, spans: received() }).toEqual({
    signal: 'SIGTERM',
    stderr: '',
    spans: ['app: of a child'],
  });
});
