import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/markdown.mts';

interface Manifest {
  readonly name: string;
  readonly version?: string;
  readonly bin?: object;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, unknown>>;
}

const read = (path: string): Manifest => JSON.parse(readFileSync(join(root, path), 'utf8'));

const workspaces = ['shared', 'auto-instrumentations', ...below('plugins')].map((path) =>
  read(join(path, 'package.json')),
);
const starts = below('examples').some((path) => read(join(path, 'package.json')).scripts?.['start']);
const { scripts = {} } = read('package.json');
/** Clients, and what is installed beside the plugins: whatever is installed here exists. */
const isInstallable = (name: string): boolean =>
  workspaces.some((workspace) => workspace.name === name) || existsSync(join(root, 'node_modules', name));

function below(directory: string): string[] {
  return readdirSync(join(root, directory), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(directory, name))
    .filter((path) => existsSync(join(root, path, 'package.json')));
}

const withoutVersion = (name: string): string => name.replace(/(?<=.)@[^@/]+$/, '');
const isFlag = (word: string): boolean => word.startsWith('-');

const NPM: { readonly [command: string]: (args: readonly string[]) => boolean } = {
  ci: (args) => args.length === 0,
  install: (args) => args.filter((arg) => !isFlag(arg)).every((arg) => isInstallable(withoutVersion(arg))),
  uninstall: (args) => args.length > 0,
  dedupe: (args) => args.length === 0,
  init: (args) => args.every(isFlag),
  pkg: ([command]) => command === 'set',
  run: (args) => (args.find((arg) => !isFlag(arg)) ?? '') in scripts,
  start: () => starts,
  test: () => 'test' in scripts,
};

const isExported = (specifier: string): boolean =>
  workspaces.some(({ name, exports = {} }) => {
    const path = specifier.startsWith(`${name}/`) ? `.${specifier.slice(name.length)}` : undefined;
    return path !== undefined && path in exports;
  });

/** `gcloud`'s own: each was looked up in its reference, at https://docs.cloud.google.com/sdk/gcloud/reference. */
const GCLOUD = [
  'auth application-default login',
  'builds submit',
  'components install',
  'iam service-accounts create',
  'monitoring dashboards create',
  'projects add-iam-policy-binding',
  'run deploy',
  'run services replace',
  'functions deploy',
  'services enable',
];

const PROGRAMS: { readonly [program: string]: (args: readonly string[]) => boolean } = {
  npm: ([command = '', ...args]) =>
    isFlag(command) ? PROGRAMS['npm']!(args) : (NPM[command]?.(args) ?? false),
  npx: ([name = '', ...args]) =>
    name === 'jest' || (workspaces.some((one) => one.name === name && one.bin) && args[0] === 'doctor'),
  node: (args) =>
    args.every((arg, index) => args[index - 1] !== '--import' || arg.startsWith('./') || isExported(arg)),
  gcloud: (args) => GCLOUD.some((known) => args.join(' ').startsWith(known)),
  jq: (args) => args.length > 0,
  mkdir: (args) => args.length > 0,
  cd: (args) => args.length === 1,
  '.ci/run': () => existsSync(join(root, '.ci/run')),
};

/** Whether a line of a shell is made of commands that exist, with arguments that they take. */
export const isKnownCommand = (line: string): boolean =>
  // What is quoted is one word, whatever is in it.
  line
    .replaceAll(/'[^']*'|"[^"]*"/g, 'quoted')
    .split(/ (?:&&|\|) /)
    .every((command) => {
      const words = command.split(/ +/).filter(Boolean);
      const isAssignment = (word: string): boolean => /^[A-Z_]+=/.test(word);
      const start = words.findIndex((word) => !isAssignment(word));
      if (start === -1) return words.length > 0;
      const [program = '', ...args] = words.slice(start);
      return program === 'export' ? args.every(isAssignment) : (PROGRAMS[program]?.(args) ?? false);
    });
