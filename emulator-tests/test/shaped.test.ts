import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  sharedScripted,
  sharedScriptedSpanner,
  sharedScriptedStorage,
  sharedScriptedVertexAI,
} from '../emulators/index.ts';
import type { ScenarioOptions } from '../harness/index.ts';
import { nightly } from '../harness/nightly.ts';
import { calls as firestoreCalls } from '../scenarios/firestore/calls.ts';
import { calls as spannerCalls } from '../scenarios/spanner/calls.ts';
import { calls as storageCalls } from '../scenarios/storage/calls.ts';
import { calls as vertexaiCalls } from '../scenarios/vertexai/shaped.ts';
import { clientShapes } from '../suites/invisibility/client-shapes.ts';
import { seed } from '../suites/invisibility/generated.ts';
import { titlesOf, type Manner } from '../suites/invisibility/shaped.ts';
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

/** Those of which each has once broken something, or is what other instrumentations do; the night has all. */
const daily: readonly string[] = [
  'wrapped in Proxies by another, before',
  'gives iterators that are Proxies bound to their targets',
];
const shapes = Object.keys(clientShapes).filter((shape) => nightly || daily.includes(shape));

const manners: readonly [string, Manner][] = [
  ['arguments of every shape', 'arguments'],
  [`broken fields, by INVISIBILITY_SEED=${seed}`, 'fields'],
];

describe.each(Object.entries(services))('%s, as without the plugin', (_, { calls, ...options }) => {
  const look = (titles: readonly string[], env: Readonly<Record<string, string>>) =>
    withAndWithout({ ...options, mode: 'cjs', silent: true, env }, titles, of, ways);
  const seen = (titles: readonly string[], observed: Observed): object =>
    Object.assign({}, ...titles.map((title) => of(title, observed)));

  describe.each(manners)('%s', (_title, manner) => {
    const titles = titlesOf(calls, manner);
    let shipped: Observed;
    let traced: Observed;

    beforeAll(async () => {
      const env = { MANNER: manner, INVISIBILITY_SEED: String(seed) };
      ({ shipped, traced } = await look(Object.values(titles).flat(), env));
    }, 400_000);

    test.each(Object.keys(titles))('%s', (call) => {
      const own = titles[call]!;
      expect(Object.keys(seen(own, shipped))).toHaveLength(own.length);
      expect(seen(own, traced)).toEqual(seen(own, shipped));
    });

    test('the process', () => {
      expect(new Set(traced.process)).toEqual(new Set(shipped.process));
    });
  });

  test.each(shapes)(
    'a client: %s',
    async (shape) => {
      const titles = Object.keys(titlesOf(calls));
      const { shipped, traced } = await look(titles, { CLIENT_SHAPE: shape });
      expect(Object.keys(seen(titles, shipped))).toHaveLength(titles.length);
      expect(seen(titles, traced)).toEqual(seen(titles, shipped));
      expect(new Set(traced.process)).toEqual(new Set(shipped.process));
    },
    200_000,
  );
});
