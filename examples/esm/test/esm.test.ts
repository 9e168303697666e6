import { expect, test } from '@jest/globals';
import { sharedScripted, sharedEmulator } from '../../../emulator-tests/emulators/index.ts';
import { collectorOfEach, npmStart, treeInReadme } from '../../run-example.ts';
import { drawReceived, tracesOnly } from '../../../scripts/collector.mts';

const collector = collectorOfEach();

test('two clients that are ES modules draw the tree of the README', async () => {
  const ended = await npmStart('esm', {
    ...sharedEmulator('storage').env,
    ...tracesOnly(collector().url),
    GEMINI_API_KEY: 'of-no-account',
    GOOGLE_GEMINI_BASE_URL: `http://${sharedScripted('vertexai').host}`,
  });
  expect(ended).toEqual({ code: 0, stdout: 'word1 word2 word3 \n', stderr: '' });
  expect(drawReceived(collector())).toBe(treeInReadme('esm'));
});
