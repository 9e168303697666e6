/**
 * Plants faults in the sources, one at a time, and says which suite notices: `npm run test:faults`, with `-- <words>`
 * for those whose description has them. Needs a checkout without changes, for it puts the files back.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault } from './fault.mts';

/** So many may go unnoticed. */
const TOLERATED = 1;

const root = join(import.meta.dirname, '..', '..');

interface Suite {
  readonly name: string;
  readonly args: readonly string[];
  /** Whether it runs what was built. */
  readonly built: boolean;
}

const inProcess = (project: string): Suite => ({
  name: project,
  args: ['--selectProjects', project],
  built: false,
});

const BLACK_BOX = 'traces|endings|invisibility|privacy|faults|leaks|shapes|bill';

const blackBox = (service: string): Suite => ({
  name: `emulator-tests (${service})`,
  args: [
    '--selectProjects',
    'emulator-tests',
    '--testPathPatterns',
    `test/(?:${service}/(?:${BLACK_BOX})|loading/gax-spans)`,
  ],
  built: true,
});

const services = readdirSync(join(root, 'plugins'));

/** The faults of the engine, then those of each plugin: `engine.mts`, `<service>.mts`. */
const all: readonly Fault[] = (
  await Promise.all(
    ['engine', ...services].map(
      async (name): Promise<{ readonly faults: readonly Fault[] }> => import(`./${name}.mts`),
    ),
  )
).flatMap(({ faults }) => faults);

/** The quickest first; of the engine, every plugin is a test. */
const suitesFor = ({ file }: Fault): readonly Suite[] => {
  const [, service] = /^plugins\/(\w+)\//.exec(file) ?? [];
  if (service === undefined) return [...['shared', ...services].map(inProcess), blackBox('firestore')];
  return [inProcess(service), blackBox(service)];
};

const jest = join(root, 'node_modules', '.bin', 'jest');

const passes = ({ args, built }: Suite): boolean => {
  if (
    built &&
    spawnSync('npm', ['run', '--silent', 'build:quiet'], { cwd: root, stdio: 'ignore' }).status !== 0
  )
    return false;
  const { status } = spawnSync(jest, [...args, '--bail', '--silent', '--passWithNoTests'], {
    cwd: root,
    stdio: 'ignore',
  });
  return status === 0;
};

const sound = new Set<string>();

/** A suite that fails without any fault would be said to notice each. */
const requireSound = (suite: Suite): void => {
  if (sound.has(suite.name)) return;
  if (!passes(suite)) throw new Error(`${suite.name} fails without a fault`);
  sound.add(suite.name);
};

/** The suite that notices; nothing, if none does. */
const caughtBy = (fault: Fault): string | undefined => {
  const path = join(root, fault.file);
  const source = readFileSync(path, 'utf8');
  if (source.split(fault.before).length !== 2)
    throw new Error(`"${fault.what}": what it replaces is not in ${fault.file} exactly once`);
  const faulty = source.replace(fault.before, () => fault.after);
  return suitesFor(fault).find((suite) => {
    requireSound(suite);
    writeFileSync(path, faulty);
    try {
      return !passes(suite);
    } finally {
      writeFileSync(path, source);
    }
  })?.name;
};

if (
  execFileSync('git', ['status', '--porcelain', 'shared', 'plugins'], { cwd: root, encoding: 'utf8' }) !== ''
) {
  process.stderr.write('The sources have changes; commit them first.\n');
  process.exit(2);
}

const words = process.argv.slice(2).join(' ');
const planted = all.filter(({ what, file }) => `${file} ${what}`.includes(words));
if (planted.length === 0) {
  process.stderr.write(`test:faults: no fault has "${words}" in its description\n`);
  process.exit(2);
}
const unnoticed: string[] = [];
for (const fault of planted) {
  const suite = caughtBy(fault);
  if (suite === undefined) unnoticed.push(fault.what);
  process.stdout.write(
    `${suite === undefined ? '✗ unnoticed' : `✓ ${suite}`}: ${fault.what} (${fault.file})\n`,
  );
}
execFileSync('npm', ['run', '--silent', 'build:quiet'], { cwd: root, stdio: 'ignore' });

process.stdout.write(`\n${planted.length - unnoticed.length} of ${planted.length} faults were noticed.\n`);
process.exitCode = unnoticed.length > TOLERATED ? 1 : 0;
