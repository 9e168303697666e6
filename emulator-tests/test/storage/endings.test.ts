import { beforeAll, describe, expect, test } from '@jest/globals';
import { sharedScripted } from '../../emulators/index.ts';
import type { ScenarioOutcome, SpanRecord } from '../../harness/index.ts';
import { endings } from '../../scenarios/storage/endings.ts';
import { caseAttribute } from '../../suites/calls.ts';
import { services } from '../../services/index.ts';
import { runChecked } from '../../suites/run-checked.ts';
import { optionsOf, storageVariants } from '../../suites/variants.ts';

const told = ({ status, attributes }: SpanRecord): string => {
  if (status.code === 'ERROR') return `error ${String(attributes['error.type'])}`;
  return attributes['gcp.storage.transfer.aborted'] === true ? 'aborted' : 'ok';
};

/** What the spans of a case say, in their order. */
const spansOf = ({ spans }: ScenarioOutcome, title: string): string => {
  const around = spans.find(({ attributes }) => attributes[caseAttribute] === title);
  if (!around) throw new Error(`no case "${title}"`);
  const own = spans.filter(
    ({ scope, parentSpanId }) =>
      scope.name === services.storage.layers.semantic && parentSpanId === around.spanId,
  );
  return own.map(told).join(', ') || 'none';
};

const variants = storageVariants.filter(({ mode }) => mode === 'cjs');
const outcomes = new Map<string, ScenarioOutcome>();

beforeAll(async () => {
  const backend = sharedScripted('storage');
  const runs = variants.map(async (variant) => {
    const options = { scenario: 'storage/endings', backend, ...(await optionsOf(variant)) };
    outcomes.set(variant.title, await runChecked(options));
  });
  await Promise.all(runs);
});

describe.each(variants)('every ending, in $title', (variant) => {
  const outcome = () => {
    const found = outcomes.get(variant.title);
    if (!found) throw new Error('the scenario did not run');
    return found;
  };

  describe.each(Object.entries(endings))('%s', (kind, { table }) => {
    test.each(Object.entries(table))('%s', (title, { span }) => {
      expect(spansOf(outcome(), `${kind}: ${title}`)).toBe(span);
    });
  });

  test('each span has ended, once; the process has gone on', () => {
    const { openSpans, diagnostics, exitCode } = outcome();
    // Requests that the client has forgotten are not ours. A span that is ended a second time is told as a diagnostic.
    const own = openSpans.filter((name) => !/^[A-Z]+$/.test(name));
    expect({ own, diagnostics, exitCode }).toEqual({ own: [], diagnostics: [], exitCode: 0 });
  });
});
