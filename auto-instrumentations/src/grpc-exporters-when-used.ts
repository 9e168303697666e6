/**
 * Stands for the packages of the exporters over gRPC in the bundle, because the SDK imports them whether or not they are
 * used. The real ones are loaded when the first is constructed. They need `@grpc/grpc-js`, which clients like Firestore's bring.
 */
import { ExportResultCode } from '@opentelemetry/core';
import type * as GrpcExporters from './grpc-exporters';
import { say } from './say';
import type { ExporterLike } from './sdk-types';

type Exporters = typeof GrpcExporters;

let hasTold = false;

/** Stands for an exporter that cannot be loaded: the application must not end for that. */
const failing = (thrown: unknown): ExporterLike => {
  const { code, message } = Object(thrown) as { readonly code?: unknown; readonly message?: unknown };
  if (!hasTold)
    say(
      code === 'MODULE_NOT_FOUND'
        ? 'exporting over gRPC needs @grpc/grpc-js, and nothing is exported without it: npm install @grpc/grpc-js'
        : `the exporters over gRPC could not be loaded, and nothing is exported: ${String(message)}`,
    );
  hasTold = true;
  return {
    export: (_items, done) => done({ code: ExportResultCode.FAILED }),
    forceFlush: async () => {},
    shutdown: async () => {},
  };
};

const construct = (name: keyof Exporters, options: unknown[]): object => {
  try {
    const loaded = require('./grpc-exporters') as Exporters;
    return Reflect.construct(loaded[name], options) as object;
  } catch (thrown) {
    return failing(thrown);
  }
};

const whenUsed = <Name extends keyof Exporters>(name: Name): Exporters[Name] =>
  new Proxy(Object, {
    construct: (_, options: unknown[]) => construct(name, options),
  }) as unknown as Exporters[Name];

export const OTLPLogExporter: Exporters['OTLPLogExporter'] = whenUsed('OTLPLogExporter');
export const OTLPMetricExporter: Exporters['OTLPMetricExporter'] = whenUsed('OTLPMetricExporter');
export const OTLPTraceExporter: Exporters['OTLPTraceExporter'] = whenUsed('OTLPTraceExporter');
