import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  type Bill,
  firestoreBill,
  firestoreService,
  type Proxy,
  type ScriptedBackend,
  sharedEmulator,
  startGrpcProxy,
  startHttpProxy,
  startScripted,
  storageBill,
  vertexaiBill,
} from '@gcp-otel/emulator-tests/emulators';
import { demo, type Outcome } from './demo.ts';

/** The demo's bill beside the bill of those whom it asked, by the logs of what they were asked and have answered. */
let firestore: Proxy;
let storage: Proxy;
let models: ScriptedBackend;
let outcome: Outcome;

beforeAll(async () => {
  firestore = await startGrpcProxy(firestoreService, sharedEmulator('firestore').host);
  storage = await startHttpProxy(sharedEmulator('storage').host);
  models = await startScripted('vertexai', { messages: true });
  outcome = await demo([], {
    FIRESTORE_EMULATOR_HOST: firestore.host,
    STORAGE_EMULATOR_HOST: `http://${storage.host}`,
    VERTEXAI_EMULATOR_HOST: models.host,
  });
});

afterAll(() => Promise.all([firestore, storage, models].map((server) => server.stop())));

/** What the demo prints below a table, by column. The only place that knows how the demo says it. */
function totalsOf(table: string): Record<string, number> {
  const columns = (line = '') => line.trim().split(/ {2,}/);
  const lines = outcome.stdout.split('\n');
  const first = lines.findIndex((line) => line.startsWith(`${table}  `));
  const [, ...kinds] = columns(lines[first]);
  const [, ...totals] = columns(lines.slice(first).find((line) => line.startsWith('total ')));
  return Object.fromEntries(kinds.map((kind, index) => [kind, Number(totals[index])]));
}

/** The part of a bill that is one of these kinds. In the demo nothing is lost on its way, so that each is one number. */
const billed = (bill: Bill, ...kinds: readonly string[]): number =>
  kinds.reduce((sum, kind) => {
    const { least, most } = bill[kind] ?? { least: 0, most: 0 };
    expect(least).toBe(most);
    return sum + least;
  }, 0);

test('the demo has run', () => {
  expect({ code: outcome.code, stderr: outcome.stderr }).toEqual({
    code: 0,
    stderr: expect.stringContaining('Spanner'),
  });
});

test('Firestore: reads, writes and deletes', () => {
  const bill = firestoreBill(firestore.requests());
  const { reads, writes, deletes } = totalsOf('Firestore bills');
  expect({ reads, writes, deletes }).toEqual({
    reads: billed(bill, 'read'),
    writes: billed(bill, 'write'),
    deletes: billed(bill, 'delete'),
  });
  expect(reads).toBeGreaterThan(20);
  expect(writes).toBeGreaterThan(20);
});

test('Cloud Storage: operations of both classes', () => {
  const bill = storageBill(storage.requests());
  const { 'class A': a, 'class B': b } = totalsOf('Cloud Storage');
  expect({ a, b }).toEqual({ a: billed(bill, 'a'), b: billed(bill, 'b') });
  expect(Math.min(a ?? 0, b ?? 0)).toBeGreaterThan(3);
});

test('models: tokens by kind', async () => {
  const log = await models.requests();
  const bill = vertexaiBill(log);
  const { requests, input, cached, output, reasoning } = totalsOf('Model tokens');
  expect({ requests, input, cached, output, reasoning }).toEqual({
    requests: log.filter(({ path }) => path?.includes(':generateContent')).length,
    input: billed(bill, 'token/input'),
    cached: billed(bill, 'token/cached_input'),
    output: billed(bill, 'token/output'),
    reasoning: billed(bill, 'token/reasoning'),
  });
  expect(input).toBeGreaterThan(20);
});
