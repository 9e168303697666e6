import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { sharedScripted } from '../../emulators/index.ts';
import { drawTree, type ScenarioOptions } from '../../harness/index.ts';
import { services } from '../../services/index.ts';
import { runChecked } from '../../suites/run-checked.ts';
import { withoutBackground } from '../../suites/traces/layers.ts';
import { optionsOf, spannerFirsts, spannerVariants } from '../../suites/variants.ts';

const { layers } = services.spanner;

const scenario = {
  scenario: 'spanner/context-manager',
  client: 'node:stream',
  backend: sharedScripted('spanner'),
};
const off = { config: { enabled: false }, silent: true } as const;
const keep = { config: { nativeSpans: 'keep' }, silent: true } as const;
/** The others' traces are told by the suite of traces: no span in them is the client's own. */
const titles = ['9, cjs', '9, esm', '8.0, cjs', '8.0, esm', '7.15, cjs', '7.15, esm', '7, cjs'];
/**
 * They replace the context manager where nothing is active, and know that only by the root context of their own copy of
 * the API: that of an application in ES modules is another.
 */
const replacing = ['8.0, cjs', '7.15, cjs', '7, cjs'];

/** Runs on a release of the client. */
const run = async (title: string, more: Partial<ScenarioOptions> & { readonly silent?: true } = {}) => {
  const variant = [...spannerVariants, ...spannerFirsts].find((one) => one.title === title);
  if (!variant) throw new Error(`no variant ${title}`);
  return runChecked({ ...scenario, ...(await optionsOf(variant)), ...more });
};

const survives = { loaded: true, kept: true, queried: true, committed: true };

test.each(titles)(
  "with the plugin, in %s: the client's own spans are replaced, the context manager stays",
  async (title) => {
    const { spans, result } = await run(title);
    expect(drawTree(withoutBackground(spans, layers))).toBe(
      `
I checkout
  C SELECT Singers
    C grpc ExecuteStreamingSql
  I transaction
    C SELECT Singers
      C grpc ExecuteStreamingSql
    C commit
      C grpc Commit`.trim(),
    );
    expect(result).toEqual(survives);
  },
);

test.each(titles)(
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
);

describe('with one copy of the API for all', () => {
  const nodeFlags = ['--require', join(import.meta.dirname, '../fixtures', 'one-api.cjs')];

  test.each(replacing)('without the plugin, %s takes the application its context manager', async (title) => {
    const { result } = await run(title, { nodeFlags, ...off });
    expect(result).toMatchObject({ kept: false });
  });

  test.each(titles)('with the plugin, %s does not', async (title) => {
    const { result } = await run(title, { nodeFlags });
    expect(result).toEqual(survives);
  });
});
