import type { Backend } from '../emulators/index.ts';
import { runScenario, type Mode, type ScenarioOutcome } from '../harness/index.ts';
import { services } from '../services/index.ts';
import { drawStep } from '../suites/traces/draw-step.ts';
import { withoutBackground } from '../suites/traces/layers.ts';
import { stepAttribute } from '../suites/traces/steps.ts';
import { installRelease } from './install.ts';
import type { Release } from './releases.ts';

/** The trace of each step, by scenario and title; of one that fails, why it does. */
export type Traces = Readonly<Record<string, string>>;

export interface Started {
  readonly scenarios: readonly string[];
  readonly backend: Backend;
}

/** What the scenario `fields` gives: the private fields that a plugin reads, and a release has not. */
export const missingFields = 'fields: missing';

let runs = 0;

/** Runs what is planned for a release, in applications of one kind, on one Node. */
export async function tracesOf(
  release: Release,
  mode: Mode,
  node: string | undefined,
  started: readonly Started[],
): Promise<Traces> {
  const { client, env } = release;
  const clientRoot = installRelease(release);
  const all = started.flatMap(({ scenarios, backend }) => {
    const { service } = backend;
    const { layers } = services[service];
    return scenarios.map(async (scenario): Promise<[string, string][]> => {
      const outcome = await runScenario({
        scenario: `${service}/${scenario}`,
        backend,
        mode,
        clientRoot,
        client,
        ...(release.sdk === 2 && { sdkRoot: clientRoot }),
        ...(node && { node }),
        nodeFlags: ['--expose-gc'],
        env: { ...env, GOOGLE_CLOUD_PROJECT: `demo-${process.pid}-${++runs}` },
        timeoutMs: 400_000,
      });
      const { spans, openSpans, diagnostics, result } = outcome;
      if (Array.isArray(result)) return [[missingFields, result.join('\n')]];
      checkSdk(outcome, release);
      const told = diagnostics.filter((line) => !layers.complaint?.test(line));
      const failures = Object(result) as Readonly<Record<string, unknown>>;
      const titles = spans.flatMap(({ attributes }) => attributes[stepAttribute] ?? []).map(String);
      const drawn = titles.map((title): [string, string] => {
        const failure = failures[title];
        const tree = drawStep(withoutBackground(spans, layers), title);
        // Of a scenario that gives what its steps have seen, that is not told here.
        const why = typeof failure === 'string' && service !== 'vertexai' ? `${firstLine(failure)}\n` : '';
        return [`${scenario}: ${title}`, why + tree];
      });
      return [
        ...drawn,
        [`${scenario}: left open`, openSpans.join('\n')],
        [`${scenario}: told`, told.join('\n')],
      ];
    });
  });
  return Object.fromEntries((await Promise.all(all)).flat());
}

/** A cell that says SDK 2 and ran on 3 would prove nothing. */
function checkSdk({ spans }: ScenarioOutcome, { client, sdk }: Release): void {
  const version = spans[0]?.resource['telemetry.sdk.version'];
  if (!String(version).startsWith(`${sdk}.`))
    throw new Error(`${client} ran on SDK ${String(version)}, not on ${sdk}`);
}

/** Directories of the moment have other names each time. */
const firstLine = (text: string) =>
  (text.split('\n', 1)[0] ?? '').replaceAll(/\/\S*-\w{6}(?=[/'])/g, '{tmp}');
