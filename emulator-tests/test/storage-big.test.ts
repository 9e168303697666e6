import { beforeAll, expect, test } from '@jest/globals';
import { sharedScriptedStorage } from '../emulators/index.ts';
import type { ScenarioOutcome } from '../harness/index.ts';
import { size, type Transfers } from '../scenarios/storage/big.ts';
import { storageLayers } from '../suites/layers-of.ts';
import { runChecked } from '../suites/run-checked.ts';

let traced: ScenarioOutcome;
let shipped: ScenarioOutcome;

const transfersOf = ({ result }: ScenarioOutcome) => result as Transfers;

beforeAll(async () => {
  const options = { scenario: 'storage/big', mode: 'cjs', backend: sharedScriptedStorage() } as const;
  [traced, shipped] = await Promise.all([
    runChecked(options),
    runChecked({ ...options, config: { enabled: false }, silent: true }),
  ]);
}, 90_000);

test('64 MiB arrive as they were sent: with us, and without', () => {
  const { hashes } = transfersOf(traced);
  expect(Object.keys(hashes)).toHaveLength(4);
  expect(new Set(Object.values(hashes)).size).toBe(1);
  expect(hashes).toEqual(transfersOf(shipped).hashes);
});

test('every byte is counted, once', () => {
  const own = traced.spans.filter(({ scope }) => scope.name === storageLayers.semantic);
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

test('nothing is held that the client does not hold', () => {
  // As a whole it is in memory anyway. What we kept of it would be there twice.
  expect(transfersOf(traced).peak).toBeLessThan(transfersOf(shipped).peak + size);
});
