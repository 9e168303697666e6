import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Collector, drawReceived, startCollector, tracesOnly } from '../../../scripts/collector.mts';
import { sharedScriptedVertexAI, sharedStorage } from '../../../emulator-tests/emulators/index.ts';
import { npmStart, treeInReadme } from '../../run-example.ts';

let collector: Collector;

beforeEach(async () => {
  collector = await startCollector();
});

afterEach(() => collector.close());

test('two clients that are ES modules draw the tree of the README', async () => {
  const ended = await npmStart('esm', {
    ...sharedStorage().env,
    ...tracesOnly(collector.url),
    GEMINI_API_KEY: 'of-no-account',
    GOOGLE_GEMINI_BASE_URL: `http://${sharedScriptedVertexAI().host}`,
  });
  expect(ended).toEqual({ code: 0, stdout: 'word1 word2 word3 \n', stderr: '' });
  expect(drawReceived(collector)).toBe(treeInReadme('esm'));
});
