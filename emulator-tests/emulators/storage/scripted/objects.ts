import { contentOf } from './content.ts';
import { download } from './download.ts';
import type { Exchange } from './exchange.ts';
import { numberIn } from './faults.ts';
import { listObjects } from './list-objects.ts';
import { patchMetadata, writableMetadata, type Metadata } from './metadata.ts';
import { checkPreconditions } from './preconditions.ts';
import { refusal } from './refusal.ts';
import type { Routes } from './routes.ts';
import type { Store, StoredObject } from './store.ts';

/** The object of a route, in the requested generation. */
export function objectOf(exchange: Exchange, store: Store): StoredObject {
  const object = store.object(exchange.parameter('bucket'), exchange.parameter('object'));
  const generation = exchange.query.get('generation') ?? exchange.query.get('sourceGeneration');
  if (generation && generation !== object.metadata['generation']) throw refusal(404, exchange.title);
  return object;
}

/** The existing object that a write would replace. */
function occupantOf(exchange: Exchange, store: Store): StoredObject | undefined {
  const bucket = exchange.parameters['toBucket'] ?? exchange.parameter('bucket');
  return store.findObject(bucket, exchange.parameter('toObject'));
}

/** Objects of the JSON API, except uploads. */
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
    const [bucket, name] = [exchange.parameter('bucket'), exchange.parameter('object')];
    checkPreconditions(exchange, store.findObject(bucket, name));
    exchange.answer(store.restoreObject(bucket, name, exchange.query.get('generation')).metadata);
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
    // The MD5 of the whole cannot be computed from those of the parts.
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
