import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { checkTelemetry } from '../../conventions/index.ts';
import { sharedEmulator, sharedScripted } from '../../emulators/index.ts';
import { drawTree, runScenario } from '../../harness/index.ts';
import { services } from '../../services/index.ts';

const { documented: firestore } = services.firestore;

describe.each(['cjs', 'esm'] as const)('an application in %s', (mode) => {
  test('is traced by the real hooks', async () => {
    const outcome = await runScenario({
      scenario: 'firestore/write-and-read',
      mode,
      backend: sharedEmulator('firestore'),
    });
    expect(outcome).toMatchObject({
      result: { total: 42 },
      openSpans: [],
      diagnostics: [],
      stderr: '',
      exitCode: 0,
    });
    expect(drawTree(outcome.spans)).toBe(
      `
I checkout
  C set orders
    C grpc Commit
  C get orders
    C grpc BatchGetDocuments
`.trim(),
    );
    expect(checkTelemetry(outcome, firestore)).toEqual([]);
  });

  test('that crashes shows what it has emitted until then', async () => {
    const scenario = join(import.meta.dirname, '../fixtures', 'crashing-scenario.ts');
    const outcome = await runScenario({ scenario, mode, backend: sharedScripted('firestore') });
    expect(outcome.exitCode).toBe(1);
    expect(outcome.stderr).toContain('crashed on purpose');
    expect(outcome.spans.map(({ name }) => name)).toContain('set orders');
    expect(outcome.openSpans).toEqual(['never ended']);
  });

  test("is configured by the scenario's own options", async () => {
    const scenario = join(import.meta.dirname, '../fixtures', 'configured-scenario.ts');
    const outcome = await runScenario({ scenario, mode, backend: sharedScripted('firestore') });
    expect(drawTree(outcome.spans)).toBe('C grpc Commit');
  });
});
