import { checkTelemetry, type Finding } from '../conventions/index.ts';
import { runScenario, type ScenarioOptions, type ScenarioOutcome } from '../harness/index.ts';
import { services } from '../services/index.ts';

export interface CheckOptions extends ScenarioOptions {
  /** The plugin need not emit anything: it is disabled, or the calls make no sense. */
  readonly silent?: true;
}

/** Runs a scenario and checks its telemetry against the conventions, so that no suite can forget to. */
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
