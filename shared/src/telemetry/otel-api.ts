import api = require('@opentelemetry/api');

/**
 * What the engine takes from the API, taken once. A bundler would otherwise copy the API's exports for each file that
 * imports them, and put a getter before each use on the way of every call.
 */
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
 * npm may give us the release of @opentelemetry/instrumentation for SDK 3 beside the API of SDK 2 (1.9), which has no
 * `logs` yet; the base constructor asks for them. Nobody logs through us there.
 */
if (api.logs === undefined)
  Object.defineProperty(api, 'logs', { value: { getLogger: () => ({ emit() {} }) } });
