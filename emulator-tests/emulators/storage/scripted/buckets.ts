import { randomUUID } from 'node:crypto';
import type { Exchange } from './exchange.ts';
import { numberIn } from './faults.ts';
import { patchMetadata, type Metadata } from './metadata.ts';
import { pageOf } from './pages.ts';
import { checkPreconditions } from './preconditions.ts';
import { Refusal } from './refusal.ts';
import type { Routes } from './routes.ts';
import type { Bucket, Store } from './store.ts';

/** The bucket of a route. Refuses the request unless its preconditions hold. */
export function bucketOf(exchange: Exchange, store: Store): Bucket {
  const bucket = store.bucket(exchange.parameter('bucket'));
  checkPreconditions(exchange, bucket);
  return bucket;
}

/** Buckets of the JSON API, their policies, notifications and watches. */
export const bucketRoutes: Routes = {
  'GET /b': listBuckets,

  async 'POST /b'(exchange, store) {
    const { name, ...metadata } = await exchange.json<Metadata & { name: string }>();
    exchange.addNames(name);
    if (store.buckets.has(name))
      throw new Refusal(
        409,
        `Your previous request to create the named bucket succeeded and you already own it: ${name}`,
      );
    exchange.answer(store.createBucket(name, metadata).metadata);
  },

  'GET /b/{bucket}': (exchange, store) => exchange.answer(bucketOf(exchange, store).metadata),

  async 'PATCH /b/{bucket}'(exchange, store) {
    const { metadata } = bucketOf(exchange, store);
    patchMetadata(metadata, await exchange.json());
    exchange.answer(metadata);
  },

  'DELETE /b/{bucket}'(exchange, store) {
    store.deleteBucket(bucketOf(exchange, store));
    exchange.answerEmpty();
  },

  'POST /b/{bucket}/restore': (exchange, store) =>
    exchange.answer(store.restoreBucket(exchange.parameter('bucket')).metadata),

  'POST /b/{bucket}/lockRetentionPolicy'(exchange, store) {
    const { metadata } = bucketOf(exchange, store);
    patchMetadata(metadata, { retentionPolicy: { isLocked: true } });
    exchange.answer(metadata);
  },

  'GET /b/{bucket}/iam': (exchange, store) => exchange.answer(bucketOf(exchange, store).policy),

  async 'PUT /b/{bucket}/iam'(exchange, store) {
    const bucket = bucketOf(exchange, store);
    bucket.policy = { ...bucket.policy, ...(await exchange.json()) };
    exchange.answer(bucket.policy);
  },

  'GET /b/{bucket}/iam/testPermissions'(exchange, store) {
    bucketOf(exchange, store);
    const permissions = exchange.query.getAll('permissions');
    exchange.answer({ kind: 'storage#testIamPermissionsResponse', permissions });
  },

  'GET /b/{bucket}/notificationConfigs': (exchange, store) =>
    exchange.answer({
      kind: 'storage#notifications',
      items: [...bucketOf(exchange, store).notifications.values()],
    }),

  async 'POST /b/{bucket}/notificationConfigs'(exchange, store) {
    const { notifications } = bucketOf(exchange, store);
    const id = String(Number([...notifications.keys()].at(-1) ?? 0) + 1);
    const notification = { ...(await exchange.json()), kind: 'storage#notification', id, etag: id };
    notifications.set(id, notification);
    exchange.answer(notification);
  },

  'GET /b/{bucket}/notificationConfigs/{notification}': (exchange, store) =>
    exchange.answer(notificationOf(exchange, store)),

  'DELETE /b/{bucket}/notificationConfigs/{notification}'(exchange, store) {
    notificationOf(exchange, store);
    store.bucket(exchange.parameter('bucket')).notifications.delete(exchange.parameter('notification'));
    exchange.answerEmpty();
  },

  async 'POST /b/{bucket}/o/watch'(exchange, store) {
    bucketOf(exchange, store);
    const { id } = await exchange.json<{ id: string }>();
    exchange.addNames(id);
    const resourceUri = `${exchange.origin}/storage/v1/b/${exchange.parameter('bucket')}/o`;
    exchange.answer({ kind: 'api#channel', id, resourceId: randomUUID(), resourceUri });
  },

  async 'POST /channels/stop'(exchange) {
    const { id, resourceId } = await exchange.json<{ id: string; resourceId: string }>();
    exchange.addNames(id, resourceId);
    exchange.answerEmpty();
  },
};

function listBuckets(exchange: Exchange, store: Store): void {
  const { query, names } = exchange;
  const prefix = query.get('prefix') ?? '';
  const pages = numberIn(names, 'pages');
  for (let number = 1; number <= 2 * (pages ?? 0); number++)
    store.bucket(`${prefix || 'bucket'}${String(number).padStart(4, '0')}`);
  const buckets = [...store.buckets.values()]
    .filter(({ name }) => name.startsWith(prefix || (pages === undefined ? '' : 'bucket')))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const { items, nextPageToken } = pageOf(exchange, buckets, pages === undefined ? 1_000 : 2);
  exchange.answer({
    kind: 'storage#buckets',
    items: items.map(({ metadata }) => metadata),
    ...(nextPageToken && { nextPageToken }),
  });
}

function notificationOf(exchange: Exchange, store: Store): Metadata {
  const id = exchange.parameter('notification');
  const notification = bucketOf(exchange, store).notifications.get(id);
  if (!notification) throw new Refusal(404, `No such notification: ${id}`);
  return notification;
}
