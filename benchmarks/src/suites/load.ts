import { createRequire } from 'node:module';
import type * as Grpc from '@opentelemetry/instrumentation-grpc';
import type * as Http from '@opentelemetry/instrumentation-http';
import type * as Plugin from '@gcp-otel/instrumentation-firestore';
import { clock, heap } from '../harness.ts';
import type { Samples } from '../statistics.ts';

const require = createRequire(import.meta.url);

/** What a program has loaded anyway: NodeSDK, and the instrumentations of the transports, which start the hooks. */
const loadOthers = (): readonly object[] => {
  require('@opentelemetry/sdk-node');
  require('@opentelemetry/instrumentation');
  const { GrpcInstrumentation }: typeof Grpc = require('@opentelemetry/instrumentation-grpc');
  const { HttpInstrumentation }: typeof Http = require('@opentelemetry/instrumentation-http');
  return [new GrpcInstrumentation(), new HttpInstrumentation()];
};

const filesLoaded = (): number => Object.keys(require.cache).length;

/** Loads the plugin and constructs it, once: a process has only one first time. */
export const load = async (): Promise<Samples> => {
  const others = loadOthers();
  heap.prepare();
  const [bytes, files, nanoseconds] = [heap.read(), filesLoaded(), clock.read()];
  const { FirestoreInstrumentation }: typeof Plugin = require('@gcp-otel/instrumentation-firestore');
  const instrumentation = new FirestoreInstrumentation();
  const milliseconds = (clock.read() - nanoseconds) / 1e6;
  heap.prepare();
  const kibibytes = (heap.read() - bytes) / 1024;
  if (others.length === 0 || !instrumentation.isEnabled()) throw new Error('the plugin is not enabled');
  return { milliseconds: [milliseconds], kibibytes: [kibibytes], files: [filesLoaded() - files] };
};
