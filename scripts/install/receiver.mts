import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

interface Span {
  readonly name: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
}

interface Traces {
  readonly resourceSpans?: readonly {
    readonly scopeSpans: readonly { readonly spans: readonly Span[] }[];
  }[];
}

export interface Receiver {
  /** What a process needs in its environment to send its spans here. */
  readonly env: Readonly<Record<string, string>>;
  /** The spans since the last time, each as the path from its root: `set notes > grpc Commit`. */
  take(): string[];
  stop(): void;
}

const pathOf = (span: Span, byId: ReadonlyMap<string, Span>): string => {
  const name = span.name.replace(/^grpc\..*\//, 'grpc ');
  const parent = byId.get(span.parentSpanId ?? '');
  return parent === undefined ? name : `${pathOf(parent, byId)} > ${name}`;
};

/** Receives OTLP as JSON on a free port. */
export const startReceiver = async (): Promise<Receiver> => {
  let spans: Span[] = [];
  const server = createServer(async (request, response) => {
    const { resourceSpans = [] } = (await json(request)) as Traces;
    spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
    },
    take() {
      const byId = new Map(spans.map((span) => [span.spanId, span]));
      const paths = spans.map((span) => pathOf(span, byId)).toSorted((a, b) => a.localeCompare(b));
      spans = [];
      return paths;
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
};
