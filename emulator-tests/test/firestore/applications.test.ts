import { createRequire } from 'node:module';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sharedScripted } from '../../emulators/index.ts';
import { drawTree } from '../../harness/index.ts';
import { services } from '../../services/index.ts';
import { installOldClient } from '../../suites/old-client.ts';
import { startRestServer } from '../../suites/rest-server.ts';
import { runChecked } from '../../suites/run-checked.ts';
import { misplaced } from '../../suites/traces/index.ts';

const { resolve } = createRequire(import.meta.filename);

const backend = sharedScripted('firestore');
const fixture = (name: string) => join(import.meta.dirname, '../fixtures', name);
const traced = `
I checkout
  C set orders
    C grpc Commit
  C get orders
    C grpc BatchGetDocuments
`.trim();

describe.each(['cjs', 'esm'] as const)('in %s', (mode) => {
  test('a module that calls the client while it is imported', async () => {
    const scenario = fixture('early-scenario.ts');
    const { spans } = await runChecked({ scenario, mode, backend, client: fixture('early-client.ts') });
    expect(drawTree(spans)).toBe('C set orders\n  C grpc Commit');
  });

  test('the client inside firebase-admin', async () => {
    const client = 'firebase-admin/firestore';
    const { spans } = await runChecked({ scenario: 'firestore/admin', mode, backend, client });
    expect(drawTree(spans)).toBe(traced);
    expect(misplaced(spans, services.firestore.layers)).toEqual([]);
  });

  test.each([
    ['an instrumentation that is registered, and off', { config: { enabled: false } }],
    ['one that the environment disables', { env: { OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'gcp-firestore' } }],
  ])('%s leaves the client as shipped', async (_, off) => {
    const { spans, diagnostics } = await runChecked({
      scenario: 'firestore/write-and-read',
      mode,
      backend,
      silent: true,
      ...off,
    });
    expect(drawTree(spans)).toBe(
      `
I checkout
  I DocumentReference.Set
    I Batch.Commit
      C grpc Commit
  I DocumentReference.Get
    I BatchGetDocuments
      C grpc BatchGetDocuments
`.trim(),
    );
    expect(diagnostics).toEqual([]);
  });

  test('a client loaded before is taken from memory, and traced', async () => {
    const { result, spans, diagnostics } = await runChecked({
      scenario: 'firestore/write-and-read',
      mode,
      backend,
      nodeFlags: ['--require', resolve('@google-cloud/firestore')],
    });
    const own = spans.filter(({ scope }) => scope.name === services.firestore.layers.semantic);
    expect(own.map(({ name }) => name)).toEqual(['set orders', 'get orders']);
    expect(diagnostics).toEqual([]);
    expect(result).toEqual({ version: 1, title: expect.any(String) });
  });

  test('a release that is not supported: one line, and the application works', async () => {
    const clientRoot = await installOldClient();
    const { result, spans, diagnostics } = await runChecked({
      scenario: fixture('old-client-scenario.ts'),
      mode,
      backend,
      silent: true,
      clientRoot,
    });
    await rm(clientRoot, { recursive: true });
    expect(diagnostics).toEqual([
      expect.stringMatching(/@google-cloud\/firestore@6\.8\.0 is not supported.*from 7\.0\.0/),
    ]);
    expect(spans).toEqual([]);
    expect(result).toEqual({ total: 42 });
  });
});

describe('over REST', () => {
  let rest: Awaited<ReturnType<typeof startRestServer>>;
  beforeAll(async () => void (rest = await startRestServer()));
  afterAll(() => rest.stop());

  test('HTTP requests stand below', async () => {
    const env = { REST_HOST: rest.host, FIRESTORE_EMULATOR_HOST: '' };
    const { spans } = await runChecked({ scenario: 'firestore/rest', mode: 'cjs', backend, env });
    expect(drawTree(spans)).toBe(
      `
I checkout
  C set orders
    C POST
  C get orders
    C POST
  C set orders ! PERMISSION_DENIED
    C POST ! 403
`.trim(),
    );
    const own = spans.filter(({ scope }) => scope.name === services.firestore.layers.semantic);
    expect(own.map(({ attributes }) => attributes['gcp.firestore.transport'])).toEqual([
      'rest',
      'rest',
      'rest',
    ]);
  });
});
