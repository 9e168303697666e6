import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Backend } from '../../emulators/index.ts';
import type { ScenarioOutcome } from '../../harness/index.ts';
import { testIf } from '../../harness/skip.ts';
import { services } from '../../services/index.ts';
import { runChecked } from '../run-checked.ts';
import { commonJs, optionsOf, type Variant } from '../variants.ts';
import { drawStep, spansOfStep } from './draw-step.ts';
import { misplaced, withoutBackground } from './layers.ts';
import type { StepFailures, Steps } from './steps.ts';

export { drawStep, spansOfStep } from './draw-step.ts';
export { misplaced, type Layers } from './layers.ts';
export { stepByStep, type Step, type StepFailures, type Steps } from './steps.ts';

interface Traced<Kit> {
  /** `firestore/reads` */
  readonly scenario: string;
  readonly steps: Steps<Kit>;
  readonly backend: Backend;
  /** @default {@link commonJs} */
  readonly variants?: readonly Variant[];
}

/** Tests one scenario: each step's trace equals the tree beside it, for all variants of applications. */
export function traces<Kit>(traced: Traced<Kit>): void {
  describe(`traces of ${traced.scenario}`, () => {
    describeTraces(traced);
  });
}

function describeTraces<Kit>({ scenario, steps, backend, variants = commonJs }: Traced<Kit>): void {
  const { layers } = services[backend.service];
  const possible = Object.keys(steps).filter((title) => backend.real || !steps[title]?.real);
  const outcomes = new Map<string, ScenarioOutcome>();

  beforeAll(async () => {
    const runs = variants.map(async (variant) => {
      const env = { STEPS: JSON.stringify(possible), ...emptyProject() };
      outcomes.set(
        variant.title,
        await runChecked({ scenario, backend, env, ...(await optionsOf(variant)) }),
      );
    });
    await Promise.all(runs);
  });
  afterAll(() => outcomes.clear());

  describe.each(variants)('in $title', (variant) => {
    const outcome = () => {
      const found = outcomes.get(variant.title);
      if (!found) throw new Error('the scenario did not run');
      return found;
    };

    for (const [title, { tree, older, real }] of Object.entries(steps)) {
      testIf(backend.real || !real, 'needs a real emulator')(title, () => {
        const spans = withoutBackground(outcome().spans, layers);
        expect(drawStep(spans, title)).toBe((variant.installed ? (older ?? tree) : tree).trim());
        const failures = outcome().result as StepFailures;
        expect(failures[title]).toBeUndefined();
      });
    }

    if (layers.background)
      test("what the client does for itself is in nobody's trace", () => {
        const { spans } = outcome();
        expect(withoutBackground(spans, layers).length).toBeLessThan(spans.length);
      });

    test('nothing is misplaced, left open or told', () => {
      const { spans, openSpans, diagnostics, exitCode } = outcome();
      const silent = possible.filter((title) => steps[title]?.sendsNothing);
      const left = new Set(silent.flatMap((title) => spansOfStep(spans, title)));
      const rest = spans.filter((span) => !left.has(span));
      expect(misplaced(rest, layers)).toEqual([]);
      const told = diagnostics.filter((line) => !layers.complaint?.test(line));
      expect({ openSpans, told, exitCode }).toEqual({ openSpans: [], told: [], exitCode: 0 });
    });
  });
}

let projects = 0;

/** A new project, without data that other processes left behind. */
export function emptyProject(): Record<string, string> {
  return { GOOGLE_CLOUD_PROJECT: `demo-${process.pid}-${Date.now()}-${++projects}` };
}
