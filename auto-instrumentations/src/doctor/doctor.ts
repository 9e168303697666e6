/** The doctor: runs all checks on an application and prints the findings. */
import { type Application, examine } from './application';
import { checkBundles } from './bundles';
import { checkClients } from './clients';
import { checkExporting } from './exporting';
import type { Finding, Level } from './finding';
import { checkLoading } from './loading';
import { checkOpenTelemetry } from './opentelemetry';
import { trySetUp } from './try-set-up';
import { asYarn, yarnFileOf } from './yarn';

/** Who installs with Yarn gets its commands. */
const withItsCommands = (finding: Finding): Finding =>
  finding.fix === undefined ? finding : { ...finding, fix: asYarn(finding.fix) };

export const findingsOf = (application: Application): Finding[] => {
  const findings = [
    ...checkClients(application),
    ...checkOpenTelemetry(application),
    ...checkLoading(application),
    ...checkBundles(application),
    ...checkExporting(application),
  ];
  return yarnFileOf(application.root) === undefined ? findings : findings.map(withItsCommands);
};

const MARKS: { readonly [Of in Level]: string } = { error: '✗', warning: '!', fine: '✓' };

const line = ({ level, check, message, fix }: Finding): string =>
  [`${MARKS[level]} ${check}: ${message}`, ...(fix === undefined ? [] : [`    → ${fix}`])].join('\n');

const summary = (findings: readonly Finding[]): string => {
  const count = (wanted: Level): number => findings.filter(({ level }) => level === wanted).length;
  const counted = (level: Level): string => `${count(level)} ${level}${count(level) === 1 ? '' : 's'}`;
  return `${counted('error')}, ${counted('warning')}`;
};

interface Options {
  /** As JSON, for programs. */
  readonly json: boolean;
  /** Also runs what is loaded before the application. */
  readonly run: boolean;
}

/**
 * Looks at an application without starting it, and says what keeps it from being traced, with the line that fixes it.
 *
 * @returns The exit code: 1 if something is wrong
 */
export const doctor = (directory: string, { json, run }: Options): number => {
  const application = examine(directory);
  const findings = [...findingsOf(application), ...(run ? trySetUp(application) : [])];
  const text = json
    ? JSON.stringify({ findings }, undefined, 2)
    : [...findings.map(line), '', summary(findings)].join('\n');
  process.stdout.write(`${text}\n`);
  return findings.some(({ level }) => level === 'error') ? 1 : 0;
};
