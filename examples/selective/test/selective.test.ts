import { expect, test } from '@jest/globals';
import { sharedEmulator } from '../../../emulator-tests/emulators/index.ts';
import { collectorOfEach, npmStart, treeInReadme } from '../../run-example.ts';
import { drawReceived, tracesOnly } from '../../../scripts/collector.mts';

const collector = collectorOfEach();

test('one plugin, beside what the application had, draws the tree of the README', async () => {
  const ended = await npmStart('selective', {
    ...sharedEmulator('firestore').env,
    ...tracesOnly(collector().url),
  });
  expect(ended).toEqual({ code: 0, stdout: 'in stock: 40\n', stderr: '' });
  expect(drawReceived(collector())).toBe(treeInReadme('selective'));
});
