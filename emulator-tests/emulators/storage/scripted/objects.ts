import { contentOf } from './content.ts';
import { download } from './download.ts';
import type { Exchange } from './exchange.ts';
import { has, numberIn } from './faults.ts';
import { pageOf } from './pages.ts';
import { patchMetadata, writableMetadata, type Metadata } from './metadata.ts';
import { checkPreconditions } from './preconditions.ts';
import { refusal } from './refusal.ts';
import type { Routes } from './routes.ts';
import type { Store, StoredObject } from './store.ts';

/** The object of a route, which is in the generation that the request wants. */
export function objectOf(exchange: Exchange, store: Store): StoredObject {
  const object = store.object(exchange.parameter('bucket'), exchange.parameter('object'));
  const generation = exchange.query.get('generation') ?? exchange.query.get('sourceGeneration');
  if (generation && generation !== object.metadata['generation']) throw refusal(404, exchange.title);
  return object;
}

/** What is in the place that an object is written to. */
function occupantOf(exchange: Exchange, store: Store): StoredObject | undefined {
  const bucket = exchange.parameters['toBucket'] ?? exchange.parameter('bucket');
  return store.findObject(bucket, exchange.parameter('toObject'));
}

/** Objects of the JSON interface: everything but their uploads. */
export const objectRoutes: Routes = {
  'GET /b/{bucket}/o': listObjects,

  'GET /b/{bucket}/o/{object}'(exchange, store) {
    const object = objectOf(exchange, store);
    checkPreconditions(exchange, object);
    return exchange.query.get('alt') === 'media'
      ? download(exchange, object)
      : exchange.answer(object.metadata);
  },

  async 'PATCH /b/{bucket}/o/{object}'(exchange, store) {
    const object = objectOf(exchange, store);
    checkPreconditions(exchange, object);
    const { acl, ...patch } = await exchange.json();
    if (acl === null) object.acl.clear();
    patchMetadata(object.metadata, patch);
    exchange.answer(object.metadata);
  },

  'DELETE /b/{bucket}/o/{object}'(exchange, store) {
    const object = objectOf(exchange, store);
    checkPreconditions(exchange, object);
    store.deleteObject(object);
    exchange.answerEmpty();
  },

  'POST /b/{bucket}/o/{object}/restore'(exchange, store) {
    const { bucket, object } = { bucket: exchange.parameter('bucket'), object: exchange.parameter('object') };
    checkPreconditions(exchange, store.findObject(bucket, object));
    exchange.answer(store.restoreObject(bucket, object, exchange.query.get('generation')).metadata);
  },

  async 'POST /b/{bucket}/o/{object}/rewriteTo/b/{toBucket}/o/{toObject}'(exchange, store) {
    const source = objectOf(exchange, store);
    checkPreconditions(exchange, source, 'Source');
    checkPreconditions(exchange, occupantOf(exchange, store));
    const metadata = await exchange.json<Metadata>();
    const calls = numberIn(exchange.names, 'rewrite') ?? 1;
    const call = Number(exchange.query.get('rewriteToken')?.split('-')[1] ?? 0) + 1;
    const { size } = source.content;
    const progress = { kind: 'storage#rewriteResponse', objectSize: String(size) };
    if (call < calls)
      return exchange.answer({
        ...progress,
        done: false,
        totalBytesRewritten: String(Math.floor((size * call) / calls)),
        rewriteToken: `rewrite-${call}`,
      });
    const resource = copy(exchange, store, source, metadata).metadata;
    exchange.answer({ ...progress, done: true, totalBytesRewritten: String(size), resource });
  },

  'POST /b/{bucket}/o/{object}/moveTo/o/{toObject}'(exchange, store) {
    const source = objectOf(exchange, store);
    checkPreconditions(exchange, source, 'Source');
    checkPreconditions(exchange, occupantOf(exchange, store));
    const { metadata } = copy(exchange, store, source, {});
    store.deleteObject(source);
    exchange.answer(metadata);
  },

  async 'POST /b/{bucket}/o/{object}/compose'(exchange, store) {
    const [bucket, name] = [exchange.parameter('bucket'), exchange.parameter('object')];
    checkPreconditions(exchange, store.findObject(bucket, name));
    const { destination, sourceObjects } = await exchange.json<ComposeRequest>();
    const sources = sourceObjects.map((source) => store.object(bucket, source.name));
    const { metadata } = store.putObject(
      bucket,
      name,
      contentOf(...sources.flatMap(({ content }) => content.pieces)),
      { ...writableMetadata(destination ?? {}), componentCount: sources.length },
    );
    // Of the parts' MD5s none of the whole can be had.
    delete metadata['md5Hash'];
    exchange.answer(metadata);
  },
};

interface ComposeRequest {
  readonly destination?: Metadata;
  readonly sourceObjects: readonly { readonly name: string }[];
}

function copy(exchange: Exchange, store: Store, source: StoredObject, metadata: Metadata): StoredObject {
  return store.putObject(
    exchange.parameters['toBucket'] ?? source.bucket,
    exchange.parameter('toObject'),
    source.content,
    { ...writableMetadata(source.metadata), ...writableMetadata(metadata) },
  );
}

function listObjects(exchange: Exchange, store: Store): void {
  const { query, names } = exchange;
  const bucket = store.bucket(exchange.parameter('bucket'));
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter')];
  const pages = numberIn(names, 'pages');
  if (pages !== undefined && !query.get('pageToken')) store.seedPages(bucket, prefix, pages);

  const stored = query.get('softDeleted') === 'true' ? bucket.deleted : bucket.objects;
  const objects = [...stored.values()]
    .filter(({ name }) => name.startsWith(prefix) && !has([name], 'missing') && isWithin(name, query))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const isBelow = ({ name }: StoredObject) => delimiter !== null && name.includes(delimiter, prefix.length);
  const prefixes = objects
    .filter(isBelow)
    .map(({ name }) =>
      name.slice(0, name.indexOf(delimiter ?? '', prefix.length) + (delimiter ?? '').length),
    );
  const { items, nextPageToken } = pageOf(
    exchange,
    objects.filter((object) => !isBelow(object)),
    pages === undefined ? 1_000 : 2,
  );
  exchange.answer({
    kind: 'storage#objects',
    items: items.map(({ metadata }) => metadata),
    ...(prefixes.length > 0 && { prefixes: [...new Set(prefixes)] }),
    ...(nextPageToken && { nextPageToken }),
  });
}

function isWithin(name: string, query: URLSearchParams): boolean {
  const end = query.get('endOffset');
  return name >= (query.get('startOffset') ?? '') && (!end || name < end);
}
