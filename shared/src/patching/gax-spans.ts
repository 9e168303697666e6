/** Suppresses the spans of google-gax, which would repeat ours. */
import type { ClientInstrumentationConfig } from '../plugin-api/options';
import type { ClassRows, Wrapper } from '../plugin-api/table';

/** Arguments of the functions of google-gax that make spans. */
type TracingArguments = readonly [
  call: { readonly clientName?: unknown } | undefined,
  client: unknown,
  run: (callback: unknown) => unknown,
  isStream?: boolean,
  callback?: unknown,
];

/**
 * Skips a span of google-gax if the request is by one of these clients, or is made inside a call that hides inner calls.
 * Inside a composite, such as a transaction function, the application may use other clients, whose spans must stay.
 */
const skipSpan =
  (isReplaced: (config: ClientInstrumentationConfig) => boolean, clients: RegExp): Wrapper =>
  (engine, original) =>
    ({
      step(this: unknown, ...args: unknown[]): unknown {
        const [call, , run, , callback] = args as unknown as TracingArguments;
        const isOurs = (): boolean =>
          engine.running()?.hidesInnerCalls === true || clients.test(String(Object(call).clientName));
        if (!engine.enabled || !isReplaced(engine.config) || typeof run !== 'function' || !isOurs())
          return original.apply(this, args);
        return run(callback);
      },
    }).step;

/**
 * Rows that suppress the spans of google-gax, the transport of Google's gRPC clients. With
 * `enableTelemetryTracing: true` or `GOOGLE_SDK_NODE_ENABLE_TRACING=true`, it makes a span for each call since 6.9, and
 * one for each attempt since 6.11.
 *
 * @param clients matches the names that google-gax has for this plugin's clients; other clients share its copy
 */
export const gaxSpans = (
  isReplaced: (config: ClientInstrumentationConfig) => boolean,
  clients: RegExp,
): ClassRows => ({
  files: ['build/src/observability/TracerHelper.js'],
  functions: true,
  since: '6.9.0',
  methods: {
    traceCall: { wrap: skipSpan(isReplaced, clients) },
    traceAttempt: { wrap: skipSpan(isReplaced, clients), since: '6.11.0' },
  },
});
