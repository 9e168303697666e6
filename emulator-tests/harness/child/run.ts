import { writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { context, SpanStatusCode, trace } from '@opentelemetry/api';
import type { MetricReader } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { Tools } from '../scenario.ts';
import { toMetricRecords, toSpanRecord, type MetricRecord } from '../telemetry.ts';

interface Tracing {
  readonly finished: readonly ReadableSpan[];
  readonly reader: MetricReader;
  readonly open: ReadonlySet<ReadableSpan>;
  readonly diagnostics: readonly string[];
}

/** The end of both entries: runs the scenario on the client that the entry has loaded. */
export async function run(client: unknown, load: Tools['load']): Promise<never> {
  const { scenario, output, projectId } = JSON.parse(process.env['SCENARIO'] ?? '');
  const tracing: Tracing = Reflect.get(globalThis, Symbol.for('gcp-otel.scenario'));
  let metrics: MetricRecord[] = [];
  let result: unknown;

  // On exit, for a scenario that crashes has something to show as well.
  process.once('exit', () => {
    const { finished, open, diagnostics } = tracing;
    const spans = finished.map(toSpanRecord);
    writeFileSync(
      output,
      JSON.stringify({ spans, metrics, result, openSpans: [...open].map((span) => span.name), diagnostics }),
    );
  });

  const { default: runScenario } = await import(pathToFileURL(scenario).href);
  result = await runScenario(client, {
    trace,
    context,
    inSpan,
    env: process.env,
    projectId,
    delay: setTimeout,
    load,
  });
  metrics = toMetricRecords((await tracing.reader.collect()).resourceMetrics);
  process.exit();
}

/** A span of the application around some calls. */
function inSpan<T>(name: string, work: () => Promise<T>): Promise<T> {
  return trace.getTracer('scenario').startActiveSpan(name, async (span) => {
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
