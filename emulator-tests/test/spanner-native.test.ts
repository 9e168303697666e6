import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { sharedScriptedSpanner } from '../emulators/index.ts';
import { drawTree, type ScenarioOptions } from '../harness/index.ts';
import { spannerLayers as layers } from '../suites/layers-of.ts';
import { runChecked } from '../suites/run-checked.ts';
import { withoutBackground } from '../suites/traces/layers.ts';
import { optionsOf, spannerVariants } from '../suites/variants.ts';

const scenario = { scenario: 'spanner/context-manager', backend: sharedScriptedSpanner() };
const off = { config: { enabled: false }, silent: true } as const;
const keep = { config: { nativeSpans: 'keep' }, silent: true } as const;
const titles = spannerVariants.map(({ title }) => title);

/** Runs on a release of the client. */
const run = async (title: string, more: Partial<ScenarioOptions> & { readonly silent?: true } = {}) => {
  const variant = spannerVariants.find((one) => one.title === title);
  if (!variant) throw new Error(`no variant ${title}`);
  return runChecked({ ...scenario, ...(await optionsOf(variant)), ...more });
};

test.each(titles)(
  "with the plugin, in %s: the client's own spans are replaced, the context manager stays",
  async (title) => {
    const { spans, result } = await run(title);
    expect(drawTree(withoutBackground(spans, layers))).toBe(
      'I checkout\n  C SELECT Singers\n    C grpc ExecuteStreamingSql',
    );
    expect(result).toEqual({ kept: true, seen: ['own', true] });
  },
  60_000,
);

test.each(['9, cjs', '7, cjs'])(
  "without it, and with nativeSpans: 'keep', in %s: the client's own spans are as shipped",
  async (title) => {
    const [shipped = [], kept] = await Promise.all(
      [off, keep].map(async (options) => {
        const { spans } = await run(title, options);
        return spans.filter(({ scope }) => scope.name === layers.native).map(({ name }) => name);
      }),
    );
    expect(shipped).toContain('CloudSpanner.Database.runStream');
    expect(kept).toEqual(shipped);
  },
  60_000,
);

describe('7.21, with one copy of the API for all', () => {
  const nodeFlags = ['--require', join(import.meta.dirname, 'fixtures', 'one-api.cjs')];

  test('by itself, it takes the application its context manager: the check can fail', async () => {
    const { result } = await run('7, cjs', { nodeFlags, ...off });
    expect(result).toMatchObject({ kept: false });
  }, 60_000);

  test('with the plugin it does not', async () => {
    const { result } = await run('7, cjs', { nodeFlags });
    expect(result).toEqual({ kept: true, seen: ['own', true] });
  }, 60_000);
});
