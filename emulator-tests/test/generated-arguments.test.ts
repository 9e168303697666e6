import { beforeAll, describe, expect, test } from '@jest/globals';
import { operations as firestore } from '../../plugins/firestore/src/operations.ts';
import { operations as spanner } from '../../plugins/spanner/src/operations.ts';
import { operations as storage } from '../../plugins/storage/src/operations.ts';
import { legacyOperations, operations as genai } from '../../plugins/vertexai/src/operations.ts';
import {
  sharedScripted,
  sharedScriptedSpanner,
  sharedScriptedStorage,
  sharedScriptedVertexAI,
} from '../emulators/index.ts';
import type { ScenarioOptions } from '../harness/index.ts';
import { more as moreOfFirestore } from '../scenarios/firestore/generated.ts';
import { more as moreOfSpanner } from '../scenarios/spanner/generated.ts';
import { inner } from '../suites/inner-rows.ts';
import { seed, titlesOf } from '../suites/invisibility/generated.ts';
import { type Observed, seenOf, withAndWithout } from '../suites/invisibility/with-and-without.ts';
import { rowsOf, type Inner } from '../suites/rows.ts';

/** The rows that are called, those in others' calls by these. */
const called = (rows: readonly string[], within: Inner, more: object = {}): string[] => [
  ...new Set([...rows.map((row) => (row in more ? row : (within[row]?.by ?? row))), ...Object.keys(more)]),
];

const isPreview = (row: string) => /Preview\./.test(row);
const legacy = called(rowsOf(legacyOperations), {});
const vertexai = { scenario: 'vertexai/generated', backend: sharedScriptedVertexAI() };
const legacyClient = { ...vertexai, client: '@google-cloud/vertexai' };

const services: Readonly<
  Record<string, Omit<ScenarioOptions, 'mode'> & { readonly rows: readonly string[] }>
> = {
  Firestore: {
    scenario: 'firestore/generated',
    backend: sharedScripted(),
    rows: called(rowsOf(firestore), inner.firestore, moreOfFirestore),
  },
  Storage: {
    scenario: 'storage/generated',
    backend: sharedScriptedStorage(),
    rows: called(rowsOf(storage), inner.storage),
  },
  Spanner: {
    scenario: 'spanner/generated',
    backend: sharedScriptedSpanner(),
    // The client's own spans look at what it is given, and fall over some of it.
    config: { nativeSpans: 'keep' },
    rows: called(rowsOf(spanner), inner.spanner, moreOfSpanner),
  },
  '@google/genai': { ...vertexai, rows: called(rowsOf(genai), inner.vertexai) },
  '@google-cloud/vertexai': { ...legacyClient, rows: legacy.filter((row) => !isPreview(row)) },
  'the preview of @google-cloud/vertexai': {
    ...legacyClient,
    env: { PREVIEW: '1' },
    rows: legacy.filter(isPreview),
  },
};

/** Whether an answer of this machine comes within a turn, and in whose context the client calls back, is proven elsewhere. */
const of = seenOf(({ log, ...seen }) => ({
  ...seen,
  log: log
    .filter((line) => !line.startsWith('turn'))
    .map((line) => line.replace(' (in another context)', '')),
}));

describe.each(Object.entries(services))(
  `%s: arguments generated from INVISIBILITY_SEED=${seed}`,
  (_, service) => {
    const { rows, ...options } = service;
    let shipped: Observed;
    let traced: Observed;

    beforeAll(async () => {
      const env = { ...options.env, INVISIBILITY_SEED: String(seed) };
      ({ shipped, traced } = await withAndWithout(
        { ...options, mode: 'cjs', silent: true, env },
        rows.flatMap(titlesOf),
        of,
      ));
    }, 200_000);

    test.each(rows)('%s', (row) => {
      const seen = (observed: Observed) =>
        Object.assign({}, ...titlesOf(row).map((title) => of(title, observed)));
      expect(Object.keys(seen(shipped))).toHaveLength(titlesOf(row).length);
      expect(seen(traced)).toEqual(seen(shipped));
    });

    test('the process', () => {
      expect(new Set(traced.process)).toEqual(new Set(shipped.process));
    });
  },
);
