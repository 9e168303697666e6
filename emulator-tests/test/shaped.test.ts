import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  sharedScripted,
  sharedScriptedSpanner,
  sharedScriptedStorage,
  sharedScriptedVertexAI,
} from '../emulators/index.ts';
import type { ScenarioOptions } from '../harness/index.ts';
import { calls as firestoreCalls } from '../scenarios/firestore/calls.ts';
import { calls as spannerCalls } from '../scenarios/spanner/calls.ts';
import { calls as storageCalls } from '../scenarios/storage/calls.ts';
import { calls as vertexaiCalls } from '../scenarios/vertexai/shaped.ts';
import { clientShapes } from '../suites/invisibility/client-shapes.ts';
import { plainTitles, titlesWithShapes } from '../suites/invisibility/shaped.ts';
import { type Observed, seenOf, withAndWithout } from '../suites/invisibility/with-and-without.ts';

const vertexai = { scenario: 'vertexai/shaped', backend: sharedScriptedVertexAI() };

const services: Readonly<Record<string, Omit<ScenarioOptions, 'mode'> & { readonly calls: object }>> = {
  Firestore: { scenario: 'firestore/shaped', backend: sharedScripted(), calls: firestoreCalls },
  Storage: { scenario: 'storage/shaped', backend: sharedScriptedStorage(), calls: storageCalls },
  Spanner: { scenario: 'spanner/shaped', backend: sharedScriptedSpanner(), calls: spannerCalls },
  '@google/genai': { ...vertexai, calls: vertexaiCalls.genai },
  '@google-cloud/vertexai': { ...vertexai, client: '@google-cloud/vertexai', calls: vertexaiCalls.legacy },
};

/** Whether an answer of this machine comes within a turn, and in whose context the client calls back, is proven elsewhere. */
const of = seenOf(({ log, ...seen }) => ({
  ...seen,
  log: log
    .filter((line) => !line.startsWith('turn'))
    .map((line) => line.replace(' (in another context)', '')),
}));

const ways = { without: { bare: true as const }, with: { bare: true as const, env: { TRACED: '1' } } };

describe.each(Object.entries(services))('%s, as without the plugin', (_, { calls, ...options }) => {
  const look = (titles: readonly string[], env: Readonly<Record<string, string>>) =>
    withAndWithout({ ...options, mode: 'cjs', silent: true, env }, titles, of, ways);

  describe('arguments of every shape', () => {
    const titles = titlesWithShapes(calls);
    let shipped: Observed;
    let traced: Observed;

    beforeAll(async () => {
      ({ shipped, traced } = await look(titles, {}));
    }, 200_000);

    test.each(plainTitles(calls))('%s', (call) => {
      const own = titles.filter((title) => title.startsWith(`${call} / `));
      const all = (observed: Observed) => Object.assign({}, ...own.map((title) => of(title, observed)));
      expect(Object.keys(all(shipped))).toHaveLength(own.length);
      expect(all(traced)).toEqual(all(shipped));
    });

    test('the process', () => {
      expect(new Set(traced.process)).toEqual(new Set(shipped.process));
    });
  });

  test.each(Object.keys(clientShapes))(
    'a client: %s',
    async (shape) => {
      const titles = plainTitles(calls);
      const { shipped, traced } = await look(titles, { CLIENT_SHAPE: shape });
      const all = (observed: Observed) => Object.assign({}, ...titles.map((title) => of(title, observed)));
      expect(Object.keys(all(shipped))).toHaveLength(titles.length);
      expect(all(traced)).toEqual(all(shipped));
      expect(new Set(traced.process)).toEqual(new Set(shipped.process));
    },
    200_000,
  );
});
