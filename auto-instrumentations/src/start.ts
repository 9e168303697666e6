/** Sets up a NodeSDK with plugins, transports, exporters and propagators, by the environment variables. */
import { subscribe } from 'node:diagnostics_channel';
import { isInternalThread } from 'node:worker_threads';
import { ENABLED_CHANNEL, enabledInstances, type Instance } from '@gcp-otel/shared';
import { logs, metrics, trace } from '@opentelemetry/api';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import { GrpcInstrumentation } from '@opentelemetry/instrumentation-grpc';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { EmitContextManager } from './context-manager';
import { flushAtTheEnd } from './flush';
import { FunctionsInstrumentation } from './functions/instrumentation';
import { getGcpInstrumentations, isWanted } from './instrumentations';
import { registerLoaderHooks } from './loader-hooks';
import { metricLabelsFromEnvironment } from './metric-labels';
import { ignoringNoise } from './noise';
import { OtherSetUps } from './other-set-ups';
import { PLUGIN_NAMES } from './plugins';
import { propagatorFromEnvironment } from './propagators';
import { redactMessages } from './redact-messages';
import { redactUrls } from './redact-urls';
import { say } from './say';
import { isSetUp, seeRegistered } from './registered';
import { exportersFromEnvironment } from './exporters';
import { booleanIn, textIn, withoutBlankVariables } from './variables';
import { flushWorkers } from './workers';

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

/** An option that a plugin does not have means nothing to it. Those that the application has enabled are left out. */
const pluginsFor = (captured: Captured): Instrumentation[] => {
  const options = { ...captured, ...metricLabelsFromEnvironment() };
  const there = new Set([...enabledInstances()].map(({ instrumentationName }) => instrumentationName));
  const config = PLUGIN_NAMES.map((name) => [name, there.has(name) ? { enabled: false } : options] as const);
  return getGcpInstrumentations(Object.fromEntries(config));
};

/** Disables a plugin when the application enables another instance of it, with options of its own. */
const makeWayForInstances = (plugins: readonly Instrumentation[]): void => {
  subscribe(ENABLED_CHANNEL, (message) => {
    const instance = message as Instance;
    for (const plugin of plugins)
      if (plugin !== message && plugin.instrumentationName === instance.instrumentationName) plugin.disable();
  });
};

/** Functions are the application's, not a client's, so no plugin is installed for them. */
const functionsFor = ({ captureErrorMessages }: Captured): Instrumentation[] =>
  isWanted('gcp-functions') ? [new FunctionsInstrumentation({ captureErrorMessages })] : [];

export { exportWaiting } from './export-waiting';

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

/** Where tracing is set up already: the plugins export there, too. */
const joinSetUp = (): void => {
  seeRegistered();
  const plugins = pluginsFor(capturedByEnvironment());
  makeWayForInstances(plugins);
  const rest =
    plugins.length > 0
      ? 'the spans of the Google Cloud plugins go there. To have one set-up, add getGcpInstrumentations() to its instrumentations and remove this --import, if both use the same @opentelemetry/api'
      : 'its own Google Cloud plugins are used. Remove this --import';
  say(`tracing is set up already, so no second SDK is started; ${rest}`);
};

/**
 * Sets up OpenTelemetry for this process: a NodeSDK with the installed plugins and the instrumentations of gRPC, HTTP
 * and undici, configured by the `OTEL_*` variables and the `GCP_OTEL_*` variables of this package. If an SDK is set up
 * already, only the plugins are set up, and a line on stderr says so.
 */
export const start = (): void => {
  // Node's own thread for loader hooks, in which what is named by `--require` runs, too.
  if (isInternalThread) return;
  if (textIn('OTEL_SDK_DISABLED')?.toLowerCase() === 'true') return;
  if (isSetUp()) return joinSetUp();
  if (textIn('OTEL_CONFIG_FILE') !== undefined)
    say(
      'OTEL_CONFIG_FILE is not read by the flag: OTEL_* and GCP_OTEL_* variables configure it. To use the file, remove the --import and start the SDK with startNodeSdk() of @opentelemetry/sdk-node and getGcpInstrumentations()',
    );
  const restoreBlank = withoutBlankVariables();
  const captured = capturedByEnvironment();
  const plugins = [...pluginsFor(captured), ...functionsFor(captured)];
  makeWayForInstances(plugins);
  const transports = transportsFromEnvironment(captured);
  const textMapPropagator = propagatorFromEnvironment();
  const { restore, sumUp, ...exporting } = exportersFromEnvironment();
  const sdk = new NodeSDK({
    instrumentations: [...plugins, ...transports],
    contextManager: new EmitContextManager(),
    ...(textMapPropagator !== undefined && { textMapPropagator }),
    ...exporting,
  });
  sdk.start();
  restore();
  restoreBlank();
  // Last, because each file that is loaded goes through them, ours too.
  registerLoaderHooks();

  // Asynchronous, because the application is registering its own meanwhile: what throws here must not reach it.
  const handOver = async (): Promise<void> => {
    for (const transport of transports) transport.disable();
    await sdk.shutdown();
  };
  const takenOver = (): void => {
    for (const plugin of plugins) {
      plugin.setTracerProvider(trace.getTracerProvider());
      plugin.setMeterProvider(metrics.getMeterProvider());
      plugin.setLoggerProvider?.(logs.getLoggerProvider());
    }
  };
  const others = new OtherSetUps({ handOver, takenOver });
  const unlessTakenOver = (end: () => Promise<unknown>) => async (): Promise<unknown> =>
    others.hasTakenOver ? undefined : end();
  const flushThreads = flushWorkers(unlessTakenOver(flushProviders));
  flushAtTheEnd({
    flush: unlessTakenOver(() => Promise.all([flushProviders(), flushThreads()])),
    shutdown: unlessTakenOver(() => Promise.all([sdk.shutdown(), flushThreads()])),
    sumUp,
  });
};
