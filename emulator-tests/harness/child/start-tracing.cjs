'use strict';

/**
 * Starts OpenTelemetry as an application would, and keeps what it emits in memory, where run.ts finds it. The caller gives
 * the modules, each loaded in the application's own way: by `require` or by `import`; no plugin where there shall be none.
 */
const ignore = () => {};

module.exports = function startTracing({ api, sdk, metrics, grpc, http, undici, plugin, className, config }) {
  const { withoutTransports } = JSON.parse(process.env.SCENARIO);
  const open = new Set();
  const started = new Map();
  const finished = [];
  const emitted = [];
  const diagnostics = [];
  const note = (message, ...rest) => diagnostics.push([message, ...rest].map(String).join(' '));
  api.diag.setLogger(
    { error: note, warn: note, info: ignore, debug: ignore, verbose: ignore },
    api.DiagLogLevel.WARN,
  );

  const reader = new metrics.PeriodicExportingMetricReader({
    exporter: new metrics.InMemoryMetricExporter(metrics.AggregationTemporality.CUMULATIVE),
    exportIntervalMillis: 3_600_000,
  });

  new sdk.NodeSDK({
    resourceDetectors: [],
    spanProcessors: [
      {
        onStart(span) {
          open.add(span);
          started.set(span, started.size);
        },
        onEnd(span) {
          open.delete(span);
          if (span.spanContext().traceFlags & api.TraceFlags.SAMPLED) finished.push(span);
        },
        forceFlush: async () => {},
        shutdown: async () => {},
      },
    ],
    metricReaders: [reader],
    logRecordProcessors: [
      {
        onEmit: (record) => emitted.push(record),
        forceFlush: async () => {},
        shutdown: async () => {},
      },
    ],
    instrumentations: [
      ...(withoutTransports
        ? []
        : [
            new grpc.GrpcInstrumentation(),
            new http.HttpInstrumentation(),
            new undici.UndiciInstrumentation(),
          ]),
      ...(plugin ? [new plugin[className](config)] : []),
    ],
  }).start();

  globalThis[Symbol.for('gcp-otel.scenario')] = { started, finished, reader, emitted, open, diagnostics };
};
