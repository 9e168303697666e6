/** The exporters of spans, by their names. */
import { OTLPTraceExporter as OverGrpc } from '@opentelemetry/exporter-trace-otlp-grpc';
import { OTLPTraceExporter as AsJson } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as AsProtobuf } from '@opentelemetry/exporter-trace-otlp-proto';
import { ZipkinExporter } from '@opentelemetry/exporter-zipkin';
import { ConsoleSpanExporter, type SpanExporter } from '@opentelemetry/sdk-trace';
import { gcpExporters } from './gcp-exporter';
import { say } from './say';
import { textIn } from './variables';

/** By the value of OTEL_EXPORTER_OTLP_PROTOCOL. */
const OTLP_EXPORTERS: { readonly [protocol: string]: new () => SpanExporter } = {
  grpc: OverGrpc,
  'http/json': AsJson,
  'http/protobuf': AsProtobuf,
};

const otlpExporter = (): SpanExporter => {
  const protocol = textIn('OTEL_EXPORTER_OTLP_TRACES_PROTOCOL') ?? textIn('OTEL_EXPORTER_OTLP_PROTOCOL');
  const Exporter = OTLP_EXPORTERS[protocol ?? ''] ?? AsProtobuf;
  return new Exporter();
};

/** By the values of OTEL_TRACES_EXPORTER. */
const NAMED: { readonly [name: string]: () => SpanExporter } = {
  otlp: otlpExporter,
  console: () => new ConsoleSpanExporter(),
  zipkin: () => new ZipkinExporter(),
};

/**
 * A new exporter, configured by its own variables.
 *
 * @param name as in `OTEL_TRACES_EXPORTER`, or `gcp`
 * @returns nothing, with a line on stderr, if there is none of that name
 */
export const spanExporter = (name: string): SpanExporter | undefined => {
  if (name === 'gcp') return gcpExporters().traces;
  const make = NAMED[name];
  if (make === undefined)
    say(
      `OTEL_TRACES_EXPORTER: there is no exporter "${name}", and no span goes there; there are ${Object.keys(NAMED).join(', ')} and none`,
    );
  return make?.();
};
