import { checkTelemetry, type Finding } from '../conventions/index.ts';
import { runScenario, type ScenarioOptions, type ScenarioOutcome } from '../harness/index.ts';
import { services } from '../services/index.ts';

export interface CheckOptions extends ScenarioOptions {
  /** Nothing of its own is expected of the plugin: it is off, or what it should describe makes no sense. */
  readonly silent?: true;
}

/** Runs a scenario, and holds all that it emits against the conventions: no suite can forget to. */
export async function runChecked({ silent, ...options }: CheckOptions): Promise<ScenarioOutcome> {
  const outcome = await runScenario(options);
  if (!silent) rejectFindings(checkTelemetry(outcome, services[options.backend.service].documented));
  return outcome;
}

export function rejectFindings(findings: readonly Finding[]): void {
  if (findings.length === 0) return;
  const lines = new Set(findings.map((finding) => JSON.stringify(finding)));
  throw new Error(`not as the conventions say:\n${[...lines].join('\n')}`);
}
