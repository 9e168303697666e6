import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const foreign = /^(?:NODE_OPTIONS$|OTEL_|GCP_|GOOGLE_|GCLOUD_)/;

/** What the script was started with must not reach an application; npm needs the rest. */
const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));

/** A directory with packages in it, and files: what a user has. */
export interface Application {
  /** Runs a command in it; rejects with all that it has said, where it fails. */
  run(
    env: Readonly<Record<string, string>>,
    ...command: readonly [string, ...string[]]
  ): Promise<{ readonly stdout: string; readonly stderr: string }>;
}

export const makeApplication = async (
  directory: string,
  packages: readonly string[],
  files: Readonly<Record<string, string>>,
): Promise<Application> => {
  mkdirSync(directory);
  const application: Application = {
    async run(env, command, ...args) {
      try {
        return await run(command, args, { cwd: directory, env: { ...inherited, ...env }, timeout: 180_000 });
      } catch (thrown) {
        const { stdout, stderr } = thrown as { readonly stdout: string; readonly stderr: string };
        throw new Error(`${[command, ...args].join(' ')} failed\n${stdout}${stderr}`, { cause: thrown });
      }
    },
  };
  await application.run({}, 'npm', 'init', '--yes');
  await application.run({}, 'npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', ...packages);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), content);
  }
  return application;
};
