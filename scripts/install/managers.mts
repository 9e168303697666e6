/** The package managers that people install with, each as its own documentation has it. */
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

interface Manager {
  readonly name: string;
  readonly install: readonly string[];
  /** Before the command that runs an application. */
  readonly prefix: readonly string[];
  /** What a package.json has, so that packages of ours need each other as they are, unpublished. */
  readonly forced: (packages: Readonly<Record<string, string>>) => object;
  readonly files?: Readonly<Record<string, string>>;
}

const YARN_4 = ['npx', '--yes', '-p', '@yarnpkg/cli-dist@4.18.0', 'yarn'];

export const managers: readonly Manager[] = [
  {
    name: 'pnpm',
    install: ['npx', '--yes', 'pnpm@10.34.9', 'install', '--no-frozen-lockfile'],
    prefix: [],
    forced: (overrides) => ({ pnpm: { overrides } }),
  },
  {
    name: 'Yarn 1',
    install: ['npx', '--yes', 'yarn@1.22.22', 'install', '--no-lockfile'],
    prefix: [],
    forced: (resolutions) => ({ resolutions }),
  },
  {
    name: "Yarn 4, with Plug'n'Play",
    install: [...YARN_4, 'install'],
    prefix: YARN_4,
    forced: (resolutions) => ({ resolutions }),
    files: { '.yarnrc.yml': 'enableTelemetry: false\nenableImmutableInstalls: false\n' },
  },
];

/** A directory in which the packages are installed by a package manager. Returns a function that runs something there. */
export const installBy = async (
  { name, install, prefix, forced, files = {} }: Manager,
  directory: string,
  ours: Readonly<Record<string, string>>,
  others: Readonly<Record<string, string>>,
  apps: Readonly<Record<string, string>>,
) => {
  mkdirSync(directory);
  const manifest = {
    name: 'app',
    version: '1.0.0',
    private: true,
    dependencies: { ...ours, ...others },
    ...forced(ours),
  };
  const written = { 'package.json': JSON.stringify(manifest), ...files, ...apps };
  for (const [file, content] of Object.entries(written)) writeFileSync(join(directory, file), content);
  const spawn = async (env: Readonly<Record<string, string>>, [command = '', ...args]: readonly string[]) => {
    try {
      return await run(command, args, { cwd: directory, env: { ...process.env, ...env }, timeout: 180_000 });
    } catch (thrown) {
      const { stdout, stderr } = thrown as { readonly stdout: string; readonly stderr: string };
      throw new Error(`${name}: ${[command, ...args].join(' ')} failed\n${stdout}${stderr}`, {
        cause: thrown,
      });
    }
  };
  await spawn({}, install);
  return {
    run: (env: Readonly<Record<string, string>>, ...command: readonly string[]) =>
      spawn(env, [...prefix, ...command]),
  };
};
