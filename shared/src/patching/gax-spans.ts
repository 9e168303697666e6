import type { ClientInstrumentationConfig } from '../plugin-api/options';
import type { ClassRows, Wrapper } from '../plugin-api/table';

/** What google-gax gives the functions that make its spans. */
type Traced = readonly [
  call: { readonly clientName?: unknown } | undefined,
  client: unknown,
  run: (callback: unknown) => unknown,
  isStream?: boolean,
  callback?: unknown,
];

/**
 * Leaves out a span that google-gax would make of a request of these clients, or inside a call in which only they run:
 * in the function of a transaction the application may call any other.
 */
const without =
  (isReplaced: (config: ClientInstrumentationConfig) => boolean, clients: RegExp): Wrapper =>
  (engine, original) =>
    ({
      step(this: unknown, ...args: unknown[]): unknown {
        const [call, , run, , callback] = args as unknown as Traced;
        const isOurs = (): boolean =>
          engine.running()?.hidesInnerCalls === true || clients.test(String(Object(call).clientName));
        if (!engine.enabled || !isReplaced(engine.config) || typeof run !== 'function' || !isOurs())
          return original.apply(this, args);
        return run(callback);
      },
    }).step;

/**
 * The spans of google-gax, the transport of Google's gRPC clients: since 6.9 of each call, since 6.11 of each attempt
 * too. It makes them with `enableTelemetryTracing: true` or `GOOGLE_SDK_NODE_ENABLE_TRACING=true`.
 *
 * @param clients by which names google-gax knows those of this plugin: other clients share its copy
 */
export const gaxSpans = (
  isReplaced: (config: ClientInstrumentationConfig) => boolean,
  clients: RegExp,
): ClassRows => ({
  files: ['build/src/observability/TracerHelper.js'],
  functions: true,
  since: '6.9.0',
  methods: {
    traceCall: { wrap: without(isReplaced, clients) },
    traceAttempt: { wrap: without(isReplaced, clients), since: '6.11.0' },
  },
});
