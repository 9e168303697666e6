/** The exporters that `OTEL_TRACES_EXPORTER`, `OTEL_METRICS_EXPORTER` and `OTEL_LOGS_EXPORTER` name. */
import { OTLPLogExporter as LogsOverGrpc } from '@opentelemetry/exporter-logs-otlp-grpc';
import { OTLPLogExporter as LogsAsJson } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as LogsAsProtobuf } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPMetricExporter as MetricsOverGrpc } from '@opentelemetry/exporter-metrics-otlp-grpc';
import { OTLPMetricExporter as MetricsAsJson } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPMetricExporter as MetricsAsProtobuf } from '@opentelemetry/exporter-metrics-otlp-proto';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { OTLPTraceExporter as SpansOverGrpc } from '@opentelemetry/exporter-trace-otlp-grpc';
import { OTLPTraceExporter as SpansAsJson } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as SpansAsProtobuf } from '@opentelemetry/exporter-trace-otlp-proto';
import { ZipkinExporter } from '@opentelemetry/exporter-zipkin';
import { ConsoleLogRecordExporter, type LogRecordExporter } from '@opentelemetry/sdk-logs';
import { ConsoleMetricExporter, type PushMetricExporter } from '@opentelemetry/sdk-metrics';
import { ConsoleSpanExporter, type SpanExporter } from '@opentelemetry/sdk-trace';
import { gcpExporters } from './gcp-exporter';
import { say } from './say';
import { listIn, numberIn, textIn } from './variables';

type Signal = 'TRACES' | 'METRICS' | 'LOGS';

/** Whether a signal is exported: not with `OTEL_<signal>_EXPORTER=none`. */
export const isExported = (signal: Signal): boolean => !listIn(`OTEL_${signal}_EXPORTER`).includes('none');

/** By the protocol's name in `OTEL_EXPORTER_OTLP_PROTOCOL`. */
interface ByProtocol<Exporter> {
  readonly grpc: new () => Exporter;
  readonly 'http/json': new () => Exporter;
  readonly 'http/protobuf': new () => Exporter;
}

const otlp = <Exporter>(signal: Signal, exporters: ByProtocol<Exporter>): Exporter => {
  const protocol = textIn(`OTEL_EXPORTER_OTLP_${signal}_PROTOCOL`) ?? textIn('OTEL_EXPORTER_OTLP_PROTOCOL');
  const isKnown = (name = ''): name is keyof ByProtocol<Exporter> => Object.hasOwn(exporters, name);
  return new exporters[isKnown(protocol) ? protocol : 'http/protobuf']();
};

/** Makes what is named. An exporter that is not there is told in one line. */
const named = <Made>(
  signal: Signal,
  things: string,
  makers: Readonly<Record<string, () => Made>>,
): readonly Made[] => {
  const variable = `OTEL_${signal}_EXPORTER`;
  const names = listIn(variable);
  return [...new Set(names.length === 0 ? ['otlp'] : names)].flatMap((name) => {
    if (name === 'none') return [];
    if (Object.hasOwn(makers, name)) return [makers[name]!()];
    say(
      `${variable}: there is no exporter "${name}", and no ${things} goes there; there are ${Object.keys(makers).join(', ')} and none`,
    );
    return [];
  });
};

/** What is made of an exporter. `to` is whom it sends to; what is printed has arrived. */
export interface Pipelines<Exporter, Made> {
  readonly sent: (exporter: Exporter, to: string) => Made;
  readonly printed: (exporter: Exporter) => Made;
}

const COLLECTOR = 'the collector';

const ZIPKIN = 'Zipkin';
export const GOOGLE_CLOUD = 'Google Cloud';
export const CONSOLE = 'the console';

/** By whom they send to. */
const SPAN_EXPORTERS: { readonly [to: string]: () => SpanExporter } = {
  [COLLECTOR]: () =>
    otlp<SpanExporter>('TRACES', {
      grpc: SpansOverGrpc,
      'http/json': SpansAsJson,
      'http/protobuf': SpansAsProtobuf,
    }),
  [ZIPKIN]: () => new ZipkinExporter(),
  [GOOGLE_CLOUD]: () => gcpExporters().traces,
  [CONSOLE]: () => new ConsoleSpanExporter(),
};

/** A new exporter of spans, by whom it sends to. */
export const spanExporterTo = (to: string): SpanExporter => SPAN_EXPORTERS[to]!();

export const namedSpanPipelines = <Made>({ sent, printed }: Pipelines<SpanExporter, Made>): readonly Made[] =>
  named('TRACES', 'span', {
    otlp: () => sent(spanExporterTo(COLLECTOR), COLLECTOR),
    console: () => printed(spanExporterTo(CONSOLE)),
    zipkin: () => sent(spanExporterTo(ZIPKIN), ZIPKIN),
  });

export const namedMetricPipelines = <Made>({
  sent,
  printed,
}: Pipelines<PushMetricExporter, Made>): readonly (Made | PrometheusExporter)[] => {
  if (!isExported('METRICS')) return [];
  return named<Made | PrometheusExporter>('METRICS', 'metric', {
    otlp: () =>
      sent(
        otlp<PushMetricExporter>('METRICS', {
          grpc: MetricsOverGrpc,
          'http/json': MetricsAsJson,
          'http/protobuf': MetricsAsProtobuf,
        }),
        COLLECTOR,
      ),
    console: () => printed(new ConsoleMetricExporter()),
    prometheus: () => {
      const host = textIn('OTEL_EXPORTER_PROMETHEUS_HOST');
      const port = numberIn('OTEL_EXPORTER_PROMETHEUS_PORT');
      return new PrometheusExporter({
        ...(host !== undefined && { host }),
        ...(port !== undefined && { port }),
      });
    },
  });
};

export const namedLogPipelines = <Made>({
  sent,
  printed,
}: Pipelines<LogRecordExporter, Made>): readonly Made[] => {
  if (!isExported('LOGS')) return [];
  return named('LOGS', 'log record', {
    otlp: () =>
      sent(
        otlp<LogRecordExporter>('LOGS', {
          grpc: LogsOverGrpc,
          'http/json': LogsAsJson,
          'http/protobuf': LogsAsProtobuf,
        }),
        COLLECTOR,
      ),
    console: () => printed(new ConsoleLogRecordExporter()),
  });
};
