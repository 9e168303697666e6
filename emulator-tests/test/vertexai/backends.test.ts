import { beforeAll, describe, expect, test } from '@jest/globals';
import { sharedScripted } from '../../emulators/index.ts';
import { runScenario } from '../../harness/index.ts';
import { steps as common } from '../../scenarios/vertexai/common.ts';
import { steps as genai } from '../../scenarios/vertexai/genai.ts';
import { steps as legacy } from '../../scenarios/vertexai/legacy.ts';
import { expected, type Step } from '../../scenarios/vertexai/steps.ts';
import { genaiVariants, optionsOf, vertexaiVariants, type Variant } from '../../suites/variants.ts';

const clients = [
  ...genaiVariants.map((variant) => ({ variant, own: 'genai', ownSteps: genai })),
  ...vertexaiVariants.map((variant) => ({ variant, own: 'legacy', ownSteps: legacy })),
];

/** What each step has seen, of the client as it is shipped. */
async function see(scenario: string, variant: Variant): Promise<Record<string, unknown>> {
  const { result, exitCode, openSpans, diagnostics } = await runScenario({
    scenario: `vertexai/${scenario}`,
    backend: sharedScripted('vertexai'),
    bare: true,
    ...(variant.env && { env: variant.env }),
    ...(await optionsOf(variant)),
  });
  expect({ exitCode, openSpans, diagnostics }).toEqual({ exitCode: 0, openSpans: [], diagnostics: [] });
  return result as Record<string, unknown>;
}

describe.each(clients)('the scripted server and $variant.title', ({ variant, own, ownSteps }) => {
  let seen: Record<string, unknown>;
  let ownSeen: Record<string, unknown>;

  beforeAll(async () => {
    [seen, ownSeen] = await Promise.all([see('common', variant), see(own, variant)]);
  });

  test.each(Object.entries<Step<never>>(common))('%s', (title, step) => {
    expect(seen[title]).toEqual(expected(step, variant.title));
  });

  test.each(Object.entries<Step<never>>(ownSteps))(`${own}: %s`, (title, step) => {
    expect(ownSeen[title]).toEqual(expected(step, variant.title));
  });
});
