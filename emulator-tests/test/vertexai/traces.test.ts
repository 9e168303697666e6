import { beforeAll, describe, expect, test } from '@jest/globals';
import { neverEmitted } from '../../conventions/index.ts';
import { sharedScripted } from '../../emulators/index.ts';
import type { ScenarioOutcome } from '../../harness/index.ts';
import { steps as common } from '../../scenarios/vertexai/common.ts';
import { steps as genai } from '../../scenarios/vertexai/genai.ts';
import { steps as legacy } from '../../scenarios/vertexai/legacy.ts';
import { expected, type Step } from '../../scenarios/vertexai/steps.ts';
import { runChecked } from '../../suites/run-checked.ts';
import { genaiVariants, optionsOf, vertexaiVariants, type Variant } from '../../suites/variants.ts';
import { drawCalls, expectedTree, traces, type Place, type Trace } from '../fixtures/vertexai/index.ts';
import { services } from '../../services/index.ts';

const { documented: vertexai } = services.vertexai;

const scenarios = { common, genai, legacy };
type Name = keyof typeof scenarios;

const clients = [
  ...genaiVariants.map((variant) => ({ variant, names: ['common', 'genai'] as const })),
  ...vertexaiVariants.map((variant) => ({ variant, names: ['common', 'legacy'] as const })),
];

const backend = sharedScripted('vertexai');

/** What all calls of a client say of where they go: who has only a key tells no location. */
function placeOf(title: string): Place {
  const [address = '', port] = backend.host.split(':');
  const isGemini = title.endsWith('gemini');
  return {
    'gen_ai.provider.name': isGemini ? 'gcp.gemini' : 'gcp.vertex_ai',
    'server.address': address,
    'server.port': Number(port),
    ...(!isGemini && !title.endsWith('express') && { 'gcp.vertex_ai.location': 'us-central1' }),
  };
}

async function take(name: Name, variant: Variant): Promise<ScenarioOutcome> {
  return runChecked({
    scenario: `vertexai/${name}`,
    backend,
    // Streams that nobody reads end when they are collected.
    nodeFlags: ['--expose-gc'],
    ...(variant.env && { env: variant.env }),
    ...(await optionsOf(variant)),
  });
}

/** All that was emitted, whoever did it. */
const emitted: ScenarioOutcome[] = [];

const casesOf = (name: Name) =>
  Object.entries<Step<never>>(scenarios[name]).map(
    ([title, step]) => [title, step, (traces[name] as Record<string, Trace>)[title]!] as const,
  );

test.each<Name>(['common', 'genai', 'legacy'])(
  'each step of %s has a trace, and each trace a step',
  (name) => {
    expect(Object.keys(traces[name])).toEqual(Object.keys(scenarios[name]));
  },
);

describe.each(clients)('$variant.title', ({ variant, names }) => {
  const { title: client } = variant;
  const outcomes: Partial<Record<Name, ScenarioOutcome>> = {};

  beforeAll(async () => {
    await Promise.all(names.map(async (name) => (outcomes[name] = await take(name, variant))));
    emitted.push(...Object.values(outcomes));
  });

  describe.each(names)('%s', (name) => {
    test.each(casesOf(name))('%s', (title, step, trace) => {
      const { spans, result } = outcomes[name]!;
      expect(drawCalls(spans, title, placeOf(client))).toBe(expectedTree(trace, client));
      // What the application has seen without us, too.
      expect((result as Record<string, unknown>)[title]).toEqual(expected(step, client));
    });

    test('nothing is left open or told', () => {
      const { openSpans, diagnostics, exitCode } = outcomes[name]!;
      expect({ openSpans, diagnostics, exitCode }).toEqual({ openSpans: [], diagnostics: [], exitCode: 0 });
    });
  });
});

test('all that is documented is emitted', () => {
  const spans = emitted.flatMap((outcome) => outcome.spans);
  const metrics = emitted.flatMap((outcome) => outcome.metrics);
  // Nothing that is said there is too long, searched for or asked for in batches, and the server has no sounds in its caches;
  // the plugin's own tests have all of that.
  expect(neverEmitted({ spans, metrics }, vertexai)).toEqual([
    'span /^create_batch(?: (?!projects\\/|publishers\\/|models\\/|google\\/)\\S+)?$/',
    'span /^get_batch$/',
    'attribute gcp.vertex_ai.billing.grounded_prompts',
    'attribute gcp.vertex_ai.billing.long_context',
    'attribute gcp.vertex_ai.billing.maps_prompts',
    'attribute gcp.vertex_ai.billing.search_queries',
    'attribute gcp.vertex_ai.billing.video_seconds',
    'attribute gcp.vertex_ai.content.messages_dropped',
    'attribute gcp.vertex_ai.content.truncated',
    'attribute gen_ai.usage.audio.cache_read.input_tokens',
  ]);
});
