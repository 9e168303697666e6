import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  startScriptedFirestore,
  startScriptedSpanner,
  startScriptedStorage,
  startScriptedVertexAI,
} from '../emulators/index.ts';
import type { ScenarioOutcome, SpanRecord } from '../harness/index.ts';
import { firestoreLayers, spannerLayers, storageLayers, vertexaiLayers } from '../suites/layers-of.ts';
import { runChecked } from '../suites/run-checked.ts';

/** Requests that a client makes for itself, in nobody's trace: their spans are not ours to hide. */
const background = /(?:Create|Delete)Sessions?$/;

const services = {
  firestore: { start: startScriptedFirestore, scope: firestoreLayers.semantic },
  spanner: { start: startScriptedSpanner, scope: spannerLayers.semantic },
  storage: { start: startScriptedStorage, scope: storageLayers.semantic },
  vertexai: { start: startScriptedVertexAI, scope: vertexaiLayers.semantic },
} as const;

/** Whose span each request that reached the server names, by method: how many, of which scopes. */
const named = (
  requests: readonly { method: string; traceparent?: string }[],
  spans: readonly SpanRecord[],
) => {
  const scopes = new Map(spans.map(({ spanId, scope }) => [spanId, scope.name]));
  const found = requests
    .filter(({ method }) => !background.test(method))
    .map(({ method, traceparent }) => {
      const id = traceparent?.split('-')[2];
      return `${method}: ${id === undefined ? 'no span' : (scopes.get(id) ?? 'a span that was not exported')}`;
    });
  return [...new Set(found)].toSorted();
};

const expected = (requests: readonly { method: string }[], scope: string) =>
  [
    ...new Set(
      requests.filter(({ method }) => !background.test(method)).map(({ method }) => `${method}: ${scope}`),
    ),
  ].toSorted();

describe.each(Object.entries(services))(
  'suppressInternalInstrumentation, %s',
  (service, { start, scope }) => {
    type Backend = Awaited<ReturnType<typeof start>>;
    let backend: Backend;

    beforeAll(async () => {
      backend = await start();
    });
    afterAll(() => backend.stop());

    const run = async (
      more: object,
    ): Promise<readonly [ScenarioOutcome, { method: string; traceparent?: string }[]]> => {
      await backend.reset();
      const outcome = await runChecked({
        scenario: `${service}/once`,
        mode: 'cjs',
        backend,
        config: { suppressInternalInstrumentation: true },
        ...more,
      });
      return [outcome, await backend.requests()];
    };

    test('no span below ours, and each request names the span of its call', async () => {
      const [{ spans }, requests] = await run({});
      const others = spans.filter((span) => span.scope.name !== scope && span.scope.name !== 'scenario');
      expect(others.map(({ name }) => name).filter((name) => !background.test(name))).toEqual([]);
      expect(requests.length).toBeGreaterThan(5);
      expect(named(requests, spans)).toEqual(expected(requests, scope));
    }, 60_000);

    test('without instrumentations of gRPC and HTTP, what the client sends by itself names our span', async () => {
      const [bare, shipped] = await run({ withoutTransports: true, bare: true, silent: true });
      const [{ spans }, requests] = await run({ withoutTransports: true });
      const own = named(shipped, bare.spans)
        .filter((line) => !line.endsWith('no span'))
        .map((line) => line.replace(/: .*/, `: ${scope}`));
      expect(named(requests, spans).filter((line) => !line.endsWith('no span'))).toEqual([...new Set(own)]);
    }, 60_000);
  },
);
