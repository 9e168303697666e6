/**
 * The values of @opentelemetry/api that the engine uses, imported once. A bundler would otherwise copy the API's exports
 * for each file that imports them, and access them through getters on the hot path.
 */
import api = require('@opentelemetry/api');

export const ROOT_CONTEXT: typeof api.ROOT_CONTEXT = api.ROOT_CONTEXT;
export const SpanKind: typeof api.SpanKind = api.SpanKind;
export const SpanStatusCode: typeof api.SpanStatusCode = api.SpanStatusCode;
export const context: typeof api.context = api.context;
export const createContextKey: typeof api.createContextKey = api.createContextKey;
export const createNoopMeter: typeof api.createNoopMeter = api.createNoopMeter;
export const diag: typeof api.diag = api.diag;
export const isSpanContextValid: typeof api.isSpanContextValid = api.isSpanContextValid;
export const metrics: typeof api.metrics = api.metrics;
export const trace: typeof api.trace = api.trace;

/**
 * npm may install the @opentelemetry/instrumentation of SDK 3 with the API of SDK 2 (1.9), which has no `logs`. The base
 * constructor needs it, so this provides a logger that does nothing.
 */
if (api.logs === undefined)
  Object.defineProperty(api, 'logs', { value: { getLogger: () => ({ emit() {} }) } });
