import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startScripted, type Backend } from '../../emulators/index.ts';
import { nightly } from '../../harness/nightly.ts';
import { clients } from '../../loading/clients.ts';
import { orders, type OrderName } from '../../loading/orders.ts';
import { type Outcome, runApplication } from '../../loading/run-application.ts';

/** The orders in which something has been lost before; the night has all. Rollup takes a minute for each bundle. */
const daily: readonly OrderName[] = [
  '--import, ES module',
  'import first, ES module',
  'import() later, ES module',
  'instrumentModule, ES module',
  'bundle of esbuild, ES module',
];
const chosen = Object.keys(orders).filter(
  (order) => nightly || daily.includes(order as OrderName),
) as OrderName[];

type Difference = Partial<Outcome>;

/** In a bundle the functions that make the client's own spans cannot be reached. */
const ownSpans: Difference = {
  native: [
    'CloudSpanner.Database.createSession',
    'CloudSpanner.MultiplexedSession.createSession',
    'CloudSpanner.Snapshot.runStream',
    'CloudSpanner.Database.runStream',
    'CloudSpanner.Database.run',
  ],
  said: [
    '@gcp-otel/instrumentation-spanner: @google-cloud/spanner, in a bundle: the spans that the client makes itself cannot be replaced there; `new Spanner({ observabilityOptions: { tracerProvider: new ProxyTracerProvider() } })`, of @opentelemetry/api, makes none',
  ],
};

/** Nothing tells which of its builds Node has in memory already; only the one for Node is looked for there. */
const unseen: Difference = { spans: [] };

/** What tsx gives by `require` is not the module that it gives by `import`. */
const otherCopy = (plugin: string, name: string): Difference => ({
  spans: [],
  said: [
    `@gcp-otel/instrumentation-${plugin}: ${name}, imported here as ES module, is not traced; use Node.js 22.22.3, 24.11.1 or newer, with the set-up in a file of its own: node --import ./tracing.mjs (Error)`,
  ],
});

/** Where not all is traced, or more than that. */
const differences: { readonly [client: string]: { readonly [Order in OrderName]?: Difference } } = {
  storage: { 'import first, TypeScript by tsx': otherCopy('storage', '@google-cloud/storage') },
  genai: { 'import first, TypeScript by tsx': otherCopy('vertexai', '@google/genai') },
  'genai/web': {
    'import first, TypeScript by Node': unseen,
    'import first, TypeScript by tsx': otherCopy('vertexai', '@google/genai'),
    'require() last, CommonJS': unseen,
    'import first, ES module': unseen,
    'import last, ES module': unseen,
  },
  spanner: {
    'bundle of esbuild, CommonJS': ownSpans,
    'bundle of esbuild, ES module': ownSpans,
    // The client itself looks for a file of google-gax by `require.resolve`.
    'bundle of rollup, ES module': {
      spans: [],
      crash: expect.stringContaining('const gaxProtoPath') as unknown as string,
    },
  },
};

const clientRoot = join(import.meta.dirname, '../..');

test("Spanner's own spans are left out of a bundle as its line says", async () => {
  const spanner = clients['spanner']!;
  const provider = '{ observabilityOptions: { tracerProvider: new ProxyTracerProvider() } }';
  const calls = spanner.calls.replace('new Spanner()', `new Spanner(${provider})`);
  const backend = await startScripted(spanner.service);
  try {
    const application = orders['bundle of esbuild, CommonJS']({
      ...spanner,
      calls: `const { ProxyTracerProvider } = await import('@opentelemetry/api');${calls}`,
    });
    const outcome = await runApplication(application, { clientRoot, env: { ...backend.env } });
    expect(outcome).toEqual({ spans: spanner.spans, native: [], said: ownSpans.said });
  } finally {
    await backend.stop();
  }
});

describe.each(Object.entries(clients))('%s, loaded', (name, client) => {
  let backend: Backend;

  beforeAll(async () => {
    backend = await startScripted(client.service);
  });
  afterAll(() => backend.stop());

  test.each(chosen)('%s', async (order) => {
    const outcome = await runApplication(orders[order](client), { clientRoot, env: { ...backend.env } });
    const expected = { spans: client.spans, native: [], said: [] };
    expect(outcome).toEqual({ ...expected, ...differences[name]?.[order] });
  });
});
