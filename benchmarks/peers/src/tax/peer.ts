import { deepStrictEqual } from 'node:assert/strict';
import { createRequire } from 'node:module';
import {
  type Attributes,
  type MeterProvider,
  metrics,
  type Span,
  SpanKind,
  trace,
  type TracerProvider,
} from '@opentelemetry/api';
import { SamplingDecision } from '@opentelemetry/sdk-trace';
import { failed, HANDWRITTEN } from '../../../src/handwritten.ts';
import type { Measure } from '../../../src/harness.ts';
import { witnessed } from '../../../src/proof.ts';
import type { Samples } from '../../../src/statistics.ts';
import { measureCalls } from '../../../src/subject.ts';
import { pointsOf, registerMetrics, registerTracing } from '../../../src/telemetry.ts';

const require = createRequire(import.meta.url);

/** An instrumentation of somebody else, on a library without a network, beside the same telemetry by hand. */
export interface Peer<Library> {
  /** Its npm package: the name of its scope. */
  readonly scope: string;
  readonly instrument: (library: Library) => void;
  /** Defines the library's classes anew: some are instrumented, some are not. */
  readonly defineLibrary: () => Library;
  /** Written twice: code that two sides share would be compiled for both. */
  readonly bare: (library: Library) => Promise<unknown>;
  readonly instrumented: (library: Library) => Promise<unknown>;
  /** Asked for when the SDK is registered. */
  readonly traced: () => (library: Library) => Promise<unknown>;
}

/** What instrumentations give the loader hook: how they change which module. */
interface Definition {
  readonly name: string;
  readonly supportedVersions?: readonly string[];
  readonly patch?: (exports: object) => unknown;
  readonly files?: readonly Definition[];
}

interface Instrumentation {
  init(): Definition | Definition[];
  setTracerProvider(provider: TracerProvider): void;
  setMeterProvider(provider: MeterProvider): void;
}

/** Changes a library as the hook would that has found this file of it. The SDK is registered by then. */
export const patchWith =
  (scope: string, className: string, file: string, config: object = {}, releases?: string) =>
  (library: object): void => {
    // It is not there for the compiler: only `npm run bench:peers` installs it.
    const exported = require(scope) as Readonly<Record<string, new (config: object) => Instrumentation>>;
    const instrumentation = new exported[className]!(config);
    // As the SDK does where it registers them.
    instrumentation.setTracerProvider(trace.getTracerProvider());
    instrumentation.setMeterProvider(metrics.getMeterProvider());
    const definitions = [instrumentation.init()].flat();
    const all = definitions.flatMap((definition) => [definition, ...(definition.files ?? [])]);
    const found = all.find(
      ({ name, supportedVersions = [] }) =>
        name === file && (releases === undefined || supportedVersions.includes(releases)),
    );
    if (found?.patch === undefined) throw new Error(`it does not change ${file}`);
    found.patch(library);
  };

/** What an application writes around a call, every name a literal of the caller. */
export const byHand = () => {
  const tracer = trace.getTracer(HANDWRITTEN);
  return <Result>(
    name: string,
    attributes: Attributes,
    call: () => Promise<Result>,
    ended: (result: Result, span: Span, startedAt: number) => void,
  ): Promise<Result> =>
    tracer.startActiveSpan(name, { kind: SpanKind.CLIENT, attributes }, async (span) => {
      const startedAt = performance.now();
      try {
        const result = await call();
        ended(result, span, startedAt);
        return result;
      } catch (error) {
        failed(span, error);
        throw error;
      } finally {
        span.end();
      }
    });
};

export const histogram = (name: string, unit: string, explicitBucketBoundaries: number[]) =>
  metrics.getMeter(HANDWRITTEN).createHistogram(name, { unit, advice: { explicitBucketBoundaries } });

/** Both sides emit the same, or the ratio of what they cost would mean nothing; then they are measured. */
export const taxOf =
  <Library>({ scope, instrument, defineLibrary, bare, instrumented, traced }: Peer<Library>) =>
  async (measure: Measure): Promise<Samples> => {
    const witness = registerTracing(SamplingDecision.RECORD_AND_SAMPLED);
    const reader = registerMetrics();
    const [plain, library] = [defineLibrary(), defineLibrary()];
    instrument(library);
    const write = traced();
    const calls = {
      bare: () => bare(plain),
      handwritten: () => write(plain),
      instrumented: () => instrumented(library),
    };
    const emittedBy = async (call: () => Promise<unknown>, meter: string) => {
      const inRequest = async (): Promise<void> => {
        await call();
        // Some end their span a turn after the call.
        await new Promise(setImmediate);
      };
      const { spans } = await witnessed(
        () => measureCalls(async ([one]) => (await one!.run(1), {}), { call: inRequest }),
        witness,
      );
      const told = spans.map(({ name, kind, attributes, status }) => ({ name, kind, attributes, status }));
      return { spans: told, points: await pointsOf(reader, meter) };
    };
    deepStrictEqual(
      await emittedBy(calls.instrumented, scope),
      await emittedBy(calls.handwritten, HANDWRITTEN),
    );
    return measureCalls(measure, calls);
  };
