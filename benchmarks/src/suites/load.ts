import { createRequire } from 'node:module';
import { services } from '../../../emulator-tests/services/index.ts';
import { clock, heap } from '../harness.ts';
import type { Samples } from '../statistics.ts';

const require = createRequire(import.meta.url);

/** Modules that an application with NodeSDK and the transport instrumentations has loaded anyway. */
const LOADED = [
  '@opentelemetry/sdk-node',
  '@opentelemetry/instrumentation',
  '@opentelemetry/instrumentation-grpc',
  '@opentelemetry/instrumentation-http',
];

interface Instrumentation {
  isEnabled(): boolean;
}

const filesLoaded = (): number => Object.keys(require.cache).length;

/** Loads and constructs a plugin once, because only the first time in a process counts. */
const loading = (plugin: string, className: string) => async (): Promise<Samples> => {
  for (const name of LOADED) require(name);
  heap.prepare();
  const [bytes, files, nanoseconds] = [heap.read(), filesLoaded(), clock.read()];
  const exports: { readonly [name: string]: new () => Instrumentation } = require(plugin);
  const instrumentation = new exports[className]!();
  const milliseconds = (clock.read() - nanoseconds) / 1e6;
  heap.prepare();
  const kibibytes = (heap.read() - bytes) / 1024;
  if (!instrumentation.isEnabled()) throw new Error('the plugin is not enabled');
  return { milliseconds: [milliseconds], kibibytes: [kibibytes], files: [filesLoaded() - files] };
};

export const plugin = Object.fromEntries(
  Object.entries(services).map(([name, service]) => [
    name,
    loading(service.plugin.package, service.plugin.className),
  ]),
);
