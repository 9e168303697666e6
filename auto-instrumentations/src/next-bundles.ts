/** Finds clients that Next.js has bundled into routes, where no instrumentation sees them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface RequiredServerFiles {
  readonly config?: { readonly serverExternalPackages?: readonly string[] };
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** A file that `next build` has written, or that it copies; nothing, if there is none. */
const read = (...path: readonly string[]): unknown => {
  try {
    return JSON.parse(readFileSync(join(...path), 'utf8'));
  } catch {
    return undefined;
  }
};

/**
 * The clients among the application's dependencies that `serverExternalPackages` does not name. Next.js bundles them, and
 * an instrumentation only sees what is loaded by itself. In development there is nothing to read, and nothing is found.
 *
 * @param directory where the server of Next.js runs
 */
export const bundledByNext = (
  clients: readonly string[],
  directory: string = process.cwd(),
): readonly string[] => {
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return [];
  const built = read(directory, '.next', 'required-server-files.json') as RequiredServerFiles | undefined;
  if (built === undefined) return [];
  const external = built.config?.serverExternalPackages ?? [];
  const { dependencies = {} } = (read(directory, 'package.json') ?? {}) as Manifest;
  return clients.filter((client) => client in dependencies && !external.includes(client));
};
