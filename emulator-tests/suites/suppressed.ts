import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startScripted, type RecordedRequest, type ScriptedBackend } from '../emulators/index.ts';
import type { ScenarioOutcome, SpanRecord } from '../harness/index.ts';
import { services, type ServiceName } from '../services/index.ts';
import { caseAttribute } from './calls.ts';
import { runChecked } from './run-checked.ts';

/** Background requests of a client, outside of every trace, whose spans stay. */
const background = /(?:Create|Delete)Sessions?$/;

/** The scopes of the spans that requests named as their parents, with their number, by method. */
const named = (requests: readonly RecordedRequest[], spans: readonly SpanRecord[]) => {
  const scopes = new Map(spans.map(({ spanId, scope }) => [spanId, scope.name]));
  const found = requests
    .filter(({ method }) => !background.test(method))
    .map(({ method, traceparent }) => {
      const id = traceparent?.split('-')[2];
      return `${method}: ${id === undefined ? 'no span' : (scopes.get(id) ?? 'a span that was not exported')}`;
    });
  return [...new Set(found)].toSorted();
};

const expected = (requests: readonly RecordedRequest[], scope: string) =>
  [
    ...new Set(
      requests.filter(({ method }) => !background.test(method)).map(({ method }) => `${method}: ${scope}`),
    ),
  ].toSorted();

/** `suppressInternalInstrumentation`: no span below ours, and requests carry the trace context of the call. */
export function suppressed(service: ServiceName): void {
  const { semantic: scope } = services[service].layers;

  describe(`suppressInternalInstrumentation, ${service}`, () => {
    let backend: ScriptedBackend;

    beforeAll(async () => {
      backend = await startScripted(service);
    });
    afterAll(() => backend.stop());

    const run = async (more: object): Promise<readonly [ScenarioOutcome, RecordedRequest[]]> => {
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
      // Some calls send nothing, such as those that sign.
      const cases = spans.filter(({ attributes }) => caseAttribute in attributes);
      expect(requests.length).toBeGreaterThan(cases.length / 2);
      expect(named(requests, spans)).toEqual(expected(requests, scope));
    });

    test('without instrumentations of gRPC and HTTP, what the client sends by itself names our span', async () => {
      const [bare, shipped] = await run({ withoutTransports: true, bare: true, silent: true });
      const [{ spans }, requests] = await run({ withoutTransports: true });
      const own = named(shipped, bare.spans)
        .filter((line) => !line.endsWith('no span'))
        .map((line) => line.replace(/: .*/, `: ${scope}`));
      expect(named(requests, spans).filter((line) => !line.endsWith('no span'))).toEqual([...new Set(own)]);
    });
  });
}
