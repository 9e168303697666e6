/** Sets up a NodeSDK with plugins, transports, exporters and propagators, by the environment variables. */
import { isInternalThread } from 'node:worker_threads';
import { context, logs, metrics, propagation, trace } from '@opentelemetry/api';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import { GrpcInstrumentation } from '@opentelemetry/instrumentation-grpc';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { flushAtTheEnd } from './flush';
import { FunctionsInstrumentation } from './functions/instrumentation';
import { getGcpInstrumentations, isWanted } from './instrumentations';
import { registerLoaderHooks } from './loader-hooks';
import { metricLabelsFromEnvironment } from './metric-labels';
import { ignoringNoise } from './noise';
import { PLUGIN_NAMES } from './plugins';
import { propagatorFromEnvironment } from './propagators';
import { redactMessages } from './redact-messages';
import { redactUrls } from './redact-urls';
import { say } from './say';
import { watchRefusedProviders, whyNotStartable } from './registered';
import { SecondSdk } from './second-sdk';
import { exportersFromEnvironment } from './exporters';
import { booleanIn, textIn, withoutBlankVariables } from './variables';

/** Instrumentations for the requests below the plugins' spans. They record no more data than the plugins do. */
const transportsFromEnvironment = ({
  captureErrorMessages,
  captureObjectNames,
}: Captured): Instrumentation[] => {
  const { http, undici } = redactUrls(undefined, { captureObjectNames });
  const ignoring = ignoringNoise();
  const makers: readonly [shortName: string, make: () => Instrumentation][] = [
    ['grpc', () => new GrpcInstrumentation()],
    ['http', () => new HttpInstrumentation({ ...http, ...ignoring.http })],
    ['undici', () => new UndiciInstrumentation({ ...undici, ...ignoring.undici })],
  ];
  return makers
    .filter(([shortName]) => isWanted(shortName))
    .map(([, make]) => redactMessages(make(), { captureErrorMessages }));
};

/** Capture options from the environment variables of this package. */
interface Captured {
  readonly captureErrorMessages: boolean;
  readonly captureObjectNames: boolean;
}

const capturedByEnvironment = (): Captured => ({
  captureErrorMessages: booleanIn('GCP_OTEL_CAPTURE_ERROR_MESSAGES', false),
  captureObjectNames: booleanIn('GCP_OTEL_CAPTURE_OBJECT_NAMES', true),
});

/** An option that a plugin does not have means nothing to it. */
const pluginsFor = (captured: Captured): Instrumentation[] => {
  const options = { ...captured, ...metricLabelsFromEnvironment() };
  return getGcpInstrumentations(Object.fromEntries(PLUGIN_NAMES.map((name) => [name, options])));
};

/** Functions are the application's, not a client's, so no plugin is installed for them. */
const functionsFor = ({ captureErrorMessages }: Captured): Instrumentation[] =>
  isWanted('gcp-functions') ? [new FunctionsInstrumentation({ captureErrorMessages })] : [];

interface Flushable {
  forceFlush?(): Promise<void>;
}

interface Delegating<Delegate> {
  getDelegate?(): Delegate;
  _getDelegate?(): Delegate;
}

/** The registered provider, of which the API returns a proxy. */
const registered = (provider: unknown): Flushable => {
  const proxy = provider as Delegating<Flushable> & Flushable;
  return proxy.getDelegate?.() ?? proxy._getDelegate?.() ?? proxy;
};

/** NodeSDK can only be shut down, but its providers can be flushed. */
const flushProviders = (): Promise<unknown> => {
  const providers = [trace.getTracerProvider(), metrics.getMeterProvider(), logs.getLoggerProvider()];
  return Promise.allSettled(providers.map(async (provider) => registered(provider).forceFlush?.()));
};

/**
 * Sets up OpenTelemetry for this process: a NodeSDK with the installed plugins and the instrumentations of gRPC, HTTP
 * and undici, configured by the `OTEL_*` variables and the `GCP_OTEL_*` variables of this package. If an SDK is set up
 * already, it prints a line and does nothing.
 */
export const start = (): void => {
  // Node's own thread for loader hooks, in which what is named by `--require` runs, too.
  if (isInternalThread) return;
  if (textIn('OTEL_SDK_DISABLED')?.toLowerCase() === 'true') return;
  const reason = whyNotStartable();
  if (reason !== undefined) return say(reason);
  const restoreBlank = withoutBlankVariables();
  const captured = capturedByEnvironment();
  const plugins = [...pluginsFor(captured), ...functionsFor(captured)];
  const transports = transportsFromEnvironment(captured);
  const textMapPropagator = propagatorFromEnvironment();
  const { restore, ...exporting } = exportersFromEnvironment();
  const sdk = new NodeSDK({
    instrumentations: [...plugins, ...transports],
    ...(textMapPropagator !== undefined && { textMapPropagator }),
    ...exporting,
  });
  sdk.start();
  restore();
  restoreBlank();
  watchRefusedProviders();
  // Last, because each file that is loaded goes through them, ours too.
  registerLoaderHooks();

  const handOver = (): Promise<void> => {
    for (const transport of transports) transport.disable();
    for (const api of [trace, metrics, logs, propagation, context]) api.disable();
    return sdk.shutdown();
  };
  const takenOver = (): void => {
    for (const plugin of plugins) {
      plugin.setTracerProvider(trace.getTracerProvider());
      plugin.setMeterProvider(metrics.getMeterProvider());
      plugin.setLoggerProvider?.(logs.getLoggerProvider());
    }
  };
  const second = new SecondSdk(NodeSDK, { handOver, takenOver });
  const unlessTakenOver = (end: () => Promise<unknown>) => async (): Promise<unknown> =>
    second.hasTakenOver ? undefined : end();
  flushAtTheEnd({ flush: unlessTakenOver(flushProviders), shutdown: unlessTakenOver(() => sdk.shutdown()) });
};
