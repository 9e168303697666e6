import { beforeAll, describe, expect, test } from '@jest/globals';
import { sharedScriptedStorage } from '../emulators/index.ts';
import type { ScenarioOutcome, SpanRecord } from '../harness/index.ts';
import { endings } from '../scenarios/storage/endings.ts';
import { caseAttribute } from '../suites/calls.ts';
import { storageLayers } from '../suites/layers-of.ts';
import { runChecked } from '../suites/run-checked.ts';
import { optionsOf, storageVariants } from '../suites/variants.ts';

const told = ({ status, attributes }: SpanRecord): string => {
  if (status.code === 'ERROR') return `error ${String(attributes['error.type'])}`;
  return attributes['gcp.storage.transfer.aborted'] === true ? 'aborted' : 'ok';
};

/** What the spans of a case say, in their order. */
const spansOf = ({ spans }: ScenarioOutcome, title: string): string => {
  const around = spans.find(({ attributes }) => attributes[caseAttribute] === title);
  if (!around) throw new Error(`no case "${title}"`);
  const own = spans.filter(
    ({ scope, parentSpanId }) => scope.name === storageLayers.semantic && parentSpanId === around.spanId,
  );
  return own.map(told).join(', ') || 'none';
};

describe.each(storageVariants.filter(({ mode }) => mode === 'cjs'))('every ending, in $title', (variant) => {
  let outcome: ScenarioOutcome;

  beforeAll(async () => {
    const backend = sharedScriptedStorage();
    outcome = await runChecked({ scenario: 'storage/endings', backend, ...(await optionsOf(variant)) });
  }, 60_000);

  describe.each(Object.entries(endings))('%s', (kind, { table }) => {
    test.each(Object.entries(table))('%s', (title, { span }) => {
      expect(spansOf(outcome, `${kind}: ${title}`)).toBe(span);
    });
  });

  // A span that is ended a second time is told as a diagnostic.
  test('each span has ended, once; the process has gone on', () => {
    const { openSpans, diagnostics, exitCode } = outcome;
    expect({ openSpans, diagnostics, exitCode }).toEqual({ openSpans: [], diagnostics: [], exitCode: 0 });
  });
});
