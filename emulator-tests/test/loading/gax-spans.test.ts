import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { sharedScripted } from '../../emulators/index.ts';
import { drawTree, type ScenarioOptions } from '../../harness/index.ts';
import { services } from '../../services/index.ts';
import { runChecked } from '../../suites/run-checked.ts';
import { withoutBackground } from '../../suites/traces/layers.ts';

const env = { GOOGLE_SDK_NODE_ENABLE_TRACING: 'true' };
const clients = {
  firestore: { scenario: 'firestore/write-and-read', backend: sharedScripted('firestore') },
  spanner: { scenario: 'spanner/context-manager', client: 'node:stream', backend: sharedScripted('spanner') },
} satisfies Record<string, Pick<ScenarioOptions, 'scenario' | 'client' | 'backend'>>;

const namesOfGax = (spans: Awaited<ReturnType<typeof runChecked>>['spans']): string[] =>
  spans.filter(({ scope }) => scope.name === 'google-gax').map(({ name }) => name);

/** google-gax makes spans of its own where it is told to. */
describe.each(Object.entries(clients))('google-gax below %s', (_, client) => {
  const run = (more: Partial<ScenarioOptions> & { readonly silent?: true } = {}) =>
    runChecked({ ...client, mode: 'cjs', ...more });
  const draw = async (more?: Partial<ScenarioOptions>): Promise<string> =>
    drawTree(withoutBackground((await run(more)).spans, services.spanner.layers));

  test('the spans are as without its own', async () => {
    expect(await draw({ env })).toBe(await draw());
  });

  test("its spans are as shipped with nativeSpans: 'keep'", async () => {
    const shipped = namesOfGax((await run({ env, silent: true, config: { enabled: false } })).spans);
    const kept = namesOfGax((await run({ env, silent: true, config: { nativeSpans: 'keep' } })).spans);
    expect(shipped.length).toBeGreaterThan(2);
    expect(kept).toEqual(shipped);
  });
});

test('the spans of another client, called in a transaction, are its own', async () => {
  const { spans } = await runChecked({
    scenario: join(import.meta.dirname, '../fixtures', 'gax-of-another.ts'),
    backend: sharedScripted('firestore'),
    mode: 'cjs',
    env,
  });
  expect(namesOfGax(spans)).toEqual(['PublisherClient.publish']);
});
