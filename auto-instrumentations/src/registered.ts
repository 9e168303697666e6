/** What is registered on the API's global object, by whichever version of the API. */
import { trace, type TracerProvider } from '@opentelemetry/api';
import { say } from './say';

/** All releases 1.x of the API share it. https://github.com/open-telemetry/opentelemetry-js/tree/main/api */
const GLOBAL = Symbol.for('opentelemetry.js.api.1');

interface ApiGlobal {
  readonly version?: string;
  readonly trace?: object;
}

const apiGlobal = (): ApiGlobal | undefined => Reflect.get(globalThis, GLOBAL) as ApiGlobal | undefined;

/** What the API hands out as long as nothing is registered. */
interface Proxy {
  getDelegateTracer?(name: string): unknown;
}

/** Whether a tracer provider is registered already. The API would reject a second one. */
const isRegistered = (): boolean => {
  const provider = trace.getTracerProvider() as Proxy;
  return provider.getDelegateTracer === undefined || provider.getDelegateTracer('probe') !== undefined;
};

/**
 * Why no second SDK can be started; nothing, if one can. An API of another version may have registered something that
 * this one does not see, and refuses what this one registers.
 */
export const whyNotStartable = (): string | undefined => {
  if (isRegistered())
    return 'tracing is set up already, so no second SDK is started; to get the Google Cloud spans there, add getGcpInstrumentations() to its instrumentations and remove this --import';
  const { version = 'unknown', trace: registered } = apiGlobal() ?? {};
  if (registered === undefined) return undefined;
  return `tracing is set up already, by @opentelemetry/api ${version} of another package, which does not work together with that of this one; no second SDK is started, and Google Cloud's calls are not traced. With the same version for both ("npm ls @opentelemetry/api"), add getGcpInstrumentations() to its instrumentations and remove this --import`;
};

/** Tells of a tracer provider that the application registers later, and that the API refuses. */
export const watchRefusedProviders = (): void => {
  const { setGlobalTracerProvider } = trace;
  trace.setGlobalTracerProvider = (provider: TracerProvider): boolean => {
    const isTaken = setGlobalTracerProvider.call(trace, provider);
    if (!isTaken)
      say(
        'this application registers a tracer provider of its own, which OpenTelemetry refuses, because that of the flag is registered: its exporters get no spans. Remove the --import, and add getGcpInstrumentations() to the instrumentations of the application',
      );
    return isTaken;
  };
};
