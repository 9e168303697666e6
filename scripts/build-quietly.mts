/** Builds the packages, and says something only if that fails: what follows has an output of its own. */
import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const turbo = spawnSync('turbo', ['run', 'build', '--output-logs=errors-only'], {
  cwd: root,
  encoding: 'utf8',
  shell: process.platform === 'win32',
  env: { ...process.env, PATH: [join(root, 'node_modules', '.bin'), process.env['PATH']].join(delimiter) },
});
if (turbo.status !== 0) {
  process.stderr.write(turbo.error?.message ?? turbo.stdout + turbo.stderr);
  process.exit(1);
}
