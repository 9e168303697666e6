import { cp, mkdir, mkdtemp, readFile, realpath, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const modules = join(import.meta.dirname, '..', 'node_modules');

/**
 * A directory in whose `node_modules` a client that is installed under an alias has its own name, because hooks match the path.
 * It is a copy, because they match the real path; and it is below this package, so that the client finds dependencies that npm
 * has hoisted. Made once, and shared by processes.
 */
export async function clientRoot(alias: string, name: string): Promise<string> {
  const installed = await realpath(join(modules, alias)).catch(() =>
    join(modules, '..', '..', 'node_modules', alias),
  );
  const { version }: { version: string } = JSON.parse(
    await readFile(join(installed, 'package.json'), 'utf8'),
  );
  const clients = join(modules, '.clients');
  const root = join(clients, `${alias}-${version}`);
  if (await exists(root)) return root;

  await mkdir(clients, { recursive: true });
  const unfinished = await mkdtemp(join(clients, 'unfinished-'));
  const copy = join(unfinished, 'node_modules', name);
  await mkdir(dirname(copy), { recursive: true });
  await cp(installed, copy, { recursive: true });
  try {
    await rename(unfinished, root);
  } catch (error) {
    await rm(unfinished, { recursive: true });
    if (!(await exists(root))) throw error;
  }
  return root;
}

const exists = (path: string) =>
  realpath(path).then(
    () => true,
    () => false,
  );
