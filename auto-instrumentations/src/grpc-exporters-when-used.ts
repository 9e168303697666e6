/**
 * Stands for the packages of the exporters over gRPC in the bundle, because the SDK imports them whether or not they are
 * used. The real ones are loaded when the first is constructed.
 */
import type * as GrpcExporters from './grpc-exporters';

type Exporters = typeof GrpcExporters;

const load = (): Exporters => require('./grpc-exporters') as Exporters;

const whenUsed = <Name extends keyof Exporters>(name: Name): Exporters[Name] =>
  new Proxy(Object, {
    construct: (_, options: unknown[]) => Reflect.construct(load()[name], options) as object,
  }) as unknown as Exporters[Name];

export const OTLPLogExporter: Exporters['OTLPLogExporter'] = whenUsed('OTLPLogExporter');
export const OTLPMetricExporter: Exporters['OTLPMetricExporter'] = whenUsed('OTLPMetricExporter');
export const OTLPTraceExporter: Exporters['OTLPTraceExporter'] = whenUsed('OTLPTraceExporter');
