import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import { sharedScripted, sharedEmulator } from '../../emulators/index.ts';
import { drawTree } from '../../harness/index.ts';
import { services } from '../../services/index.ts';
import { runChecked } from '../../suites/run-checked.ts';
import { misplaced } from '../../suites/traces/index.ts';
import { optionsOf, storageVariants } from '../../suites/variants.ts';

const { resolve } = createRequire(import.meta.filename);

const bare = `
I checkout
  C POST
  C GET
`.trim();
const traced = `
I checkout
  C upload bucket
    C POST
  C download bucket
    C GET
`.trim();
const draw = (spans: Parameters<typeof drawTree>[0]) => drawTree(spans).replaceAll(/-\d+\b/g, '');
const scenario = 'storage/save-and-download';

test.each(storageVariants)('Storage $title: the same spans', async (variant) => {
  const { spans, result } = await runChecked({
    scenario,
    backend: sharedEmulator('storage'),
    ...(await optionsOf(variant)),
  });
  expect(draw(spans)).toBe(traced);
  expect(result).toBe('paid');
});

describe.each(['cjs', 'esm-hooks'] as const)('in %s', (mode) => {
  const backend = sharedScripted('storage');

  test('the client inside firebase-admin', async () => {
    const client = 'firebase-admin/storage';
    const { spans, diagnostics } = await runChecked({ scenario: 'storage/admin', mode, backend, client });
    expect(draw(spans)).toBe(traced);
    expect(misplaced(spans, services.storage.layers)).toEqual([]);
    expect(diagnostics).toEqual([]);
  });

  test.each([
    ['an instrumentation that is registered, and off', { config: { enabled: false } }],
    ['one that the environment disables', { env: { OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'gcp-storage' } }],
  ])('%s leaves the client as shipped', async (_, off) => {
    const { spans, diagnostics } = await runChecked({ scenario, mode, backend, silent: true, ...off });
    expect(draw(spans)).toBe(bare);
    expect(diagnostics).toEqual([]);
  });
});

test('an ES module without loader hooks is traced', async () => {
  const { spans, result } = await runChecked({ scenario, mode: 'esm', backend: sharedScripted('storage') });
  expect(draw(spans)).toBe(traced);
  expect(result).toBe('paid');
});

test('a client loaded before is taken from memory, and traced', async () => {
  const { spans, diagnostics, result } = await runChecked({
    scenario,
    mode: 'cjs',
    backend: sharedScripted('storage'),
    nodeFlags: ['--require', resolve('@google-cloud/storage')],
  });
  const own = spans.filter(({ scope }) => scope.name === services.storage.layers.semantic);
  expect(own.map(({ name }) => name.split(' ')[0])).toEqual(['upload', 'download']);
  expect(diagnostics).toEqual([]);
  expect(result).toBe('paid');
});
