import { createRequire } from 'node:module';
import type * as Plugin from '@gcp-otel/instrumentation-firestore';
import { clock, heap } from '../harness.ts';
import type { Samples } from '../statistics.ts';

const require = createRequire(import.meta.url);

/** What a program with NodeSDK and the instrumentations of the transports has loaded anyway. */
const LOADED = [
  '@opentelemetry/sdk-node',
  '@opentelemetry/instrumentation',
  '@opentelemetry/instrumentation-grpc',
  '@opentelemetry/instrumentation-http',
];

const filesLoaded = (): number => Object.keys(require.cache).length;

/** Loads the plugin and constructs it, once: a process has only one first time. */
export const load = async (): Promise<Samples> => {
  for (const name of LOADED) require(name);
  heap.prepare();
  const [bytes, files, nanoseconds] = [heap.read(), filesLoaded(), clock.read()];
  const { FirestoreInstrumentation }: typeof Plugin = require('@gcp-otel/instrumentation-firestore');
  const instrumentation = new FirestoreInstrumentation();
  const milliseconds = (clock.read() - nanoseconds) / 1e6;
  heap.prepare();
  const kibibytes = (heap.read() - bytes) / 1024;
  if (!instrumentation.isEnabled()) throw new Error('the plugin is not enabled');
  return { milliseconds: [milliseconds], kibibytes: [kibibytes], files: [filesLoaded() - files] };
};
