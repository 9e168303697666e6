'use strict';

/**
 * What run.ts finds where start-tracing.cjs would be, under the flag: that has set everything up already, and what is emitted
 * goes to a collector. It has to be there before the scenario ends the process.
 */
const { logs, metrics, trace } = require('@opentelemetry/api');

const registered = (provider) => provider.getDelegate?.() ?? provider._getDelegate?.() ?? provider;

const reader = {
  async collect() {
    const providers = [trace.getTracerProvider(), metrics.getMeterProvider(), logs.getLoggerProvider()];
    await Promise.all(providers.map((provider) => registered(provider).forceFlush?.()));
    return { resourceMetrics: { scopeMetrics: [] } };
  },
};

globalThis[Symbol.for('gcp-otel.scenario')] = {
  started: new Map(),
  finished: [],
  reader,
  emitted: [],
  open: new Set(),
  diagnostics: [],
};
