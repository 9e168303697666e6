import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Collector, drawReceived, startCollector, tracesOnly } from '../../../scripts/collector.mts';
import { sharedFirestore } from '../../../emulator-tests/emulators/index.ts';
import { npmStart, treeInReadme } from '../../run-example.ts';

let collector: Collector;

beforeEach(async () => {
  collector = await startCollector();
});

afterEach(() => collector.close());

test('one plugin, beside what the application had, draws the tree of the README', async () => {
  const ended = await npmStart('selective', { ...sharedFirestore().env, ...tracesOnly(collector.url) });
  expect(ended).toEqual({ code: 0, stdout: 'in stock: 40\n', stderr: '' });
  expect(drawReceived(collector)).toBe(treeInReadme('selective'));
});
