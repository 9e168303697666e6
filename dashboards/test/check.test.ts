/** `npm run check:dashboards`, with a Prometheus and without one. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { testIf } from '../../emulator-tests/harness/skip.ts';
import { root } from '../../scripts/markdown.mts';
import { findProgram } from '../../scripts/dashboards/programs.mts';

/** Other tests run the demo at the same time, and would find each other's orders. */
const OWN_BACKENDS = { FIRESTORE_EMULATOR_HOST: '', STORAGE_EMULATOR_HOST: '', SPANNER_EMULATOR_HOST: '' };

const check = (env: NodeJS.ProcessEnv) =>
  spawnSync(process.execPath, [join(root, 'scripts/check-dashboards.mts')], {
    encoding: 'utf8',
    env: { ...process.env, METADATA_SERVER_DETECTION: 'none', ...OWN_BACKENDS, ...env },
  });

testIf(
  findProgram('prometheus') !== undefined,
  'needs prometheus in the PATH (Debian: apt-get install prometheus)',
)('every query has results on a real Prometheus, but for those that the demo does not produce', () => {
  const { status, stdout, stderr } = check({});
  expect({ status, stderr, wrong: stdout.match(/^ +WRONG.*$/gm) }).toEqual({
    status: 0,
    stderr: expect.any(String),
    wrong: null,
  });
  expect(stdout).toMatch(
    /^\d+ queries: [6-9]\d with results, \d not produced by the demo, 0 wrong, 0 skipped$/m,
  );
});

test('without a Prometheus one line says that all queries were skipped, and why', () => {
  const { status, stdout, stderr } = check({ PATH: '' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(
    /^0 of \d+ queries were run, (\d+) skipped: there is no prometheus in the PATH \(Debian: apt-get install prometheus\)\n$/,
  );
});
