import { writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { type Attributes, context, SpanStatusCode, trace } from '@opentelemetry/api';
import type { MetricReader } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { Tools } from '../scenario.ts';
import {
  toLogRecord,
  toMetricRecords,
  toSpanRecord,
  type EmittedLog,
  type MetricRecord,
  type SpanRecord,
} from '../telemetry.ts';

interface Tracing {
  /** The order in which spans started, because the clock only has milliseconds. */
  readonly started: ReadonlyMap<ReadableSpan, number>;
  readonly finished: readonly ReadableSpan[];
  readonly reader: MetricReader;
  readonly emitted: readonly EmittedLog[];
  readonly open: ReadonlySet<ReadableSpan>;
  readonly diagnostics: readonly string[];
}

/** The end of both entries: runs the scenario on the client that the entry has loaded. */
export async function run(client: unknown, load: Tools['load']): Promise<never> {
  const { scenario, output, projectId } = JSON.parse(process.env['SCENARIO'] ?? '');
  const tracing: Tracing = Reflect.get(globalThis, Symbol.for('gcp-otel.scenario'));
  let metrics: MetricRecord[] = [];
  let result: unknown;

  // On exit, because a scenario that crashes has an outcome too.
  process.once('exit', () => {
    const { emitted, open, diagnostics } = tracing;
    const spans = spansOf(tracing);
    const logs = emitted.map(toLogRecord);
    const openSpans = [...open].map((span) => span.name);
    writeFileSync(output, JSON.stringify({ spans, metrics, logs, result, openSpans, diagnostics }));
  });

  const { default: runScenario } = await import(pathToFileURL(scenario).href);
  result = await runScenario(client, {
    trace,
    context,
    inSpan,
    env: process.env,
    projectId,
    delay: setTimeout,
    unique: (id: string) => `${id}-${process.pid}`,
    settled: (patienceMs?: number) => settled(tracing, patienceMs),
    spans: () => spansOf(tracing),
    metrics: () => metricsOf(tracing),
    load,
  });
  metrics = await metricsOf(tracing);
  process.exit();
}

/** In the order of their starts. */
function spansOf({ started, finished }: Tracing): SpanRecord[] {
  const place = (span: ReadableSpan) => started.get(span) ?? 0;
  return finished.toSorted((a, b) => place(a) - place(b)).map(toSpanRecord);
}

async function metricsOf({ reader }: Tracing): Promise<MetricRecord[]> {
  return toMetricRecords((await reader.collect()).resourceMetrics);
}

/** A span of the application around some calls. */
function inSpan<T>(name: string, work: () => Promise<T>, attributes: Attributes = {}): Promise<T> {
  return trace.getTracer('scenario').startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Spans that did not end in time. They are not waited for again. */
const givenUp = new Set<unknown>();

/** Resolves when every span has ended, including those of dropped streams, or when waiting longer is pointless. */
async function settled({ open }: Tracing, patienceMs = 5_000): Promise<void> {
  const deadline = performance.now() + patienceMs;
  const isWaiting = () => [...open].some((span) => !givenUp.has(span));
  while (isWaiting() && performance.now() < deadline) {
    // Only with `--expose-gc`.
    globalThis.gc?.();
    // oxlint-disable-next-line no-await-in-loop -- it is a wait
    await setTimeout(5);
  }
  for (const span of open) givenUp.add(span);
}
