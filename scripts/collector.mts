import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A span as OTLP's JSON has it. */
interface OtlpSpan {
  readonly name: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly startTimeUnixNano: string;
}

interface OtlpTraces {
  readonly resourceSpans?: readonly {
    readonly scopeSpans: readonly {
      readonly scope: { readonly name: string };
      readonly spans: readonly OtlpSpan[];
    }[];
  }[];
}

export interface Collector {
  readonly url: string;
  readonly received: Received[];
  close(): void;
}

/** What the n-th request to a path is answered with; never, if with nothing. */
export type Answer = (request: Received, nth: number) => { status: number; body?: object } | undefined;

const fine: Answer = () => ({ status: 200 });

/** A receiver of OTLP on a free port of this machine. */
export const startCollector = async (answer: Answer = fine): Promise<Collector> => {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const { url: path = '', headers } = request;
    const nth = received.filter((earlier) => earlier.path === path).length + 1;
    const got = { path, headers, body: await buffer(request) };
    received.push(got);
    const answered = answer(got, nth);
    if (answered === undefined) return;
    const { status, body = {} } = answered;
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
};

/** What a process needs in its environment to send a collector only spans, as JSON. */
export const tracesOnly = (url: string): Record<string, string> => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: url,
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
  OTEL_METRICS_EXPORTER: 'none',
  OTEL_LOGS_EXPORTER: 'none',
});

/** Spans that were received as JSON, drawn as a tree: each by the last part of its scope's name, and its own. */
export const drawReceived = ({ received }: Collector): string => {
  const spans = received
    .filter(({ path }) => path === '/v1/traces')
    .flatMap(({ body }) => (JSON.parse(body.toString()) as OtlpTraces).resourceSpans ?? [])
    .flatMap(({ scopeSpans }) => scopeSpans)
    .flatMap(({ scope, spans: ofScope }) =>
      ofScope.map((span) => ({ ...span, scope: scope.name.split('instrumentation-').at(-1) })),
    )
    .toSorted((a, b) => Number(BigInt(a.startTimeUnixNano) - BigInt(b.startTimeUnixNano)));
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const below = (parent: string | undefined, depth: number): string[] =>
    spans
      .filter(({ parentSpanId = '' }) =>
        parent === undefined ? !ids.has(parentSpanId) : parentSpanId === parent,
      )
      .flatMap(({ scope, name, spanId }) => [
        `${'  '.repeat(depth)}${scope}: ${name}`,
        ...below(spanId, depth + 1),
      ]);
  return below(undefined, 0).join('\n');
};
