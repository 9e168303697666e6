import { beforeAll, expect, test } from '@jest/globals';
import { sharedScripted } from '../../emulators/index.ts';
import type { ScenarioOutcome } from '../../harness/index.ts';
import { size, type Transfers } from '../../scenarios/storage/big.ts';
import { services } from '../../services/index.ts';
import { runChecked } from '../../suites/run-checked.ts';

let traced: ScenarioOutcome;
let shipped: ScenarioOutcome;

const transfersOf = ({ result }: ScenarioOutcome) => result as Transfers;

beforeAll(async () => {
  const nodeFlags = ['--expose-gc'];
  const options = {
    scenario: 'storage/big',
    mode: 'cjs',
    backend: sharedScripted('storage'),
    nodeFlags,
  } as const;
  [traced, shipped] = await Promise.all([
    runChecked(options),
    runChecked({ ...options, config: { enabled: false }, silent: true }),
  ]);
});

test('64 MiB arrive as they were sent: with us, and without', () => {
  const { hashes } = transfersOf(traced);
  expect(Object.keys(hashes)).toHaveLength(4);
  expect(new Set(Object.values(hashes)).size).toBe(1);
  expect(hashes).toEqual(transfersOf(shipped).hashes);
});

test('every byte is counted, once', () => {
  const own = traced.spans.filter(({ scope }) => scope.name === services.storage.layers.semantic);
  expect(
    own.map(({ name, attributes }) => [
      name.split(' ')[0],
      attributes['gcp.storage.bytes.sent'],
      attributes['gcp.storage.bytes.received'],
      attributes['gcp.storage.object.size'],
    ]),
  ).toEqual([
    ['upload', size, undefined, size],
    ['download', undefined, size, size],
    ['upload', size, undefined, size],
    ['download', undefined, size, size],
  ]);
  const io = traced.metrics.find(({ name }) => name === 'gcp.storage.client.io');
  expect(
    io?.points.map(({ attributes, value }) => [attributes['network.io.direction'], value]).toSorted(),
  ).toEqual([
    ['receive', 2 * size],
    ['transmit', 2 * size],
  ]);
});

test('no more is held at any time than the client holds', () => {
  const before = Object.entries(transfersOf(shipped).held);
  const { held } = transfersOf(traced);
  // How much is on its way when it is looked at differs by some MiB from run to run, with us and without.
  const grown = before.filter(([title, bytes]) => (held[title] ?? Infinity) > bytes * 1.05 + (8 << 20));
  expect(grown).toEqual([]);
});
