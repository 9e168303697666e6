import { context, logs, metrics, propagation, trace } from '@opentelemetry/api';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import { GrpcInstrumentation } from '@opentelemetry/instrumentation-grpc';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { flushAtTheEnd } from './flush';
import { getGcpInstrumentations, isWanted } from './instrumentations';
import { registerLoaderHooks } from './loader-hooks';
import { metricLabelsFromEnvironment } from './metric-labels';
import { PLUGIN_NAMES } from './plugins';
import { propagatorFromEnvironment } from './propagators';
import { redactMessages } from './redact-messages';
import { redactUrls } from './redact-urls';
import { say } from './say';
import { SecondSdk } from './second-sdk';
import { exportersFromEnvironment } from './exporters';
import { booleanIn } from './variables';

/** What shows the requests below the semantic spans. It tells no more than the plugins do. */
const transportsFromEnvironment = ({
  captureErrorMessages,
  captureObjectNames,
}: Captured): Instrumentation[] => {
  const { http, undici } = redactUrls(undefined, { captureObjectNames });
  const makers: readonly [shortName: string, make: () => Instrumentation][] = [
    ['grpc', () => new GrpcInstrumentation()],
    ['http', () => new HttpInstrumentation(http)],
    ['undici', () => new UndiciInstrumentation(undici)],
  ];
  return makers
    .filter(([shortName]) => isWanted(shortName))
    .map(([, make]) => redactMessages(make(), { captureErrorMessages }));
};

/** What the flag's own variables ask for, beyond what is recorded by default. */
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

/** Whether somebody has set up tracing already: ours would be refused. */
const isSetUp = (): boolean => {
  const provider = trace.getTracerProvider() as { getDelegateTracer?(name: string): unknown };
  return provider.getDelegateTracer === undefined || provider.getDelegateTracer('probe') !== undefined;
};

interface Flushable {
  forceFlush?(): Promise<void>;
}

interface Delegating<Delegate> {
  getDelegate?(): Delegate;
  _getDelegate?(): Delegate;
}

/** A provider that the API hands out stands for the one that was registered. */
const registered = (provider: unknown): Flushable => {
  const proxy = provider as Delegating<Flushable> & Flushable;
  return proxy.getDelegate?.() ?? proxy._getDelegate?.() ?? proxy;
};

/** NodeSDK can only be shut down; its providers can be flushed. */
const flushProviders = (): Promise<unknown> => {
  const providers = [trace.getTracerProvider(), metrics.getMeterProvider(), logs.getLoggerProvider()];
  return Promise.allSettled(providers.map(async (provider) => registered(provider).forceFlush?.()));
};

/**
 * Sets up OpenTelemetry for this process: a NodeSDK with the plugins that are installed and the instrumentations of
 * gRPC, HTTP and undici, by the `OTEL_*` variables and the `GCP_OTEL_*` variables of this package. Once: beside an SDK
 * that is set up already it says so, and does nothing.
 */
export const start = (): void => {
  if (process.env['OTEL_SDK_DISABLED']?.toLowerCase() === 'true') return;
  if (isSetUp()) {
    say(
      'tracing is set up already, so no second SDK is started; to get the Google Cloud spans there, add getGcpInstrumentations() to its instrumentations and remove this --import',
    );
    return;
  }
  registerLoaderHooks();
  const captured = capturedByEnvironment();
  const plugins = pluginsFor(captured);
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
