import { sharedScripted } from '@gcp-otel/emulator-tests/emulators';
import type * as SpannerClient from '@google-cloud/spanner';
import { startTelemetry, type SeenSpan } from '../../../shared/test/telemetry';
import { SpannerInstrumentation } from '../src';

export type Client = typeof SpannerClient;

const backend = sharedScripted('spanner');
Object.assign(process.env, backend.env);
const [host, port] = backend.host.split(':') as [string, string];
const project = process.env['GOOGLE_CLOUD_PROJECT'] ?? '';

/** What no file of the client's main module exports. */
const source = (file: string): object =>
  require(`${require.resolve('@google-cloud/spanner').replace(/index\.js$/, '')}${file}.js`) as object;

export const telemetry = startTelemetry();
export const plugin = new SpannerInstrumentation();
export const client: Client = plugin.instrumentModule(require('@google-cloud/spanner') as Client);
for (const file of [
  'batch-transaction',
  'transaction-runner',
  'instrument',
  'multiplexed-session',
  'session-pool',
])
  plugin.instrumentModule(source(file));

export const spanner = new client.Spanner({ projectId: project });
export const instance = spanner.instance('shop');
export const database = instance.database('orders');

export const close = (): Promise<unknown> => Promise.resolve(spanner.close());

/** Names that no other test has. */
let made = 0;
export const unique = (name: string): string => `${name}__${process.pid}${++made}`;

export const server = { 'server.address': host, 'server.port': Number(port) };
export const namespace = `${project}|shop|orders`;
const common = { 'db.system.name': 'gcp.spanner', 'gcp.client.service': 'spanner', ...server };

export const attribute = (attributes: object): object =>
  Object.fromEntries(Object.entries(attributes).map(([key, value]) => [`gcp.spanner.${key}`, value]));
export const type = (name: string) => attribute({ 'transaction.type': name });
export const rows = (count: number) => ({ 'db.response.returned_rows': count });
export const text = (query: string) => ({ 'db.query.text': query });

/** Ids of requests are another in each run. */
const withoutIds = (span: SeenSpan): SeenSpan => {
  const { 'gcp.spanner.request.id': _id, ...attributes } = span.attributes as { [name: string]: unknown };
  const children = span.children?.map(withoutIds);
  return { ...span, attributes, ...(children && { children }) };
};
export const taken = (): SeenSpan[] => telemetry.take().map(withoutIds);

export const statement = (summary: string, ...more: object[]): SeenSpan => ({
  name: summary,
  kind: 'CLIENT',
  attributes: Object.assign({ ...common, 'db.namespace': namespace, 'db.query.summary': summary }, ...more),
  status: 'UNSET',
});
export const call = (operation: string, table?: string, ...more: object[]): SeenSpan =>
  statement(
    table === undefined ? operation : `${operation} ${table}`,
    { 'db.operation.name': operation, ...(table !== undefined && { 'db.collection.name': table }) },
    ...more,
  );
export const internal = (span: SeenSpan, ...children: SeenSpan[]): SeenSpan => ({
  ...span,
  kind: 'INTERNAL',
  ...(children.length > 0 && { children }),
});
export const failed = (span: SeenSpan, code: string, exception = 'Error'): SeenSpan => ({
  ...span,
  attributes: { ...span.attributes, 'error.type': code, 'db.response.status_code': code },
  status: `ERROR ${code}`,
  events: [{ name: 'exception', 'exception.type': exception }],
});

export const consumed = async (stream: AsyncIterable<unknown>): Promise<void> => {
  for await (const _ of stream);
};
