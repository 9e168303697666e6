import type { Exchange } from './exchange.ts';
import { has, numberIn } from './faults.ts';
import { pageOf } from './pages.ts';
import type { Bucket, Store, StoredObject } from './store.ts';

/** A bucket's objects: all, those with a prefix, or those directly below it together with folders. */
export function listObjects(exchange: Exchange, store: Store): void {
  const { query, names } = exchange;
  const bucket = store.bucket(exchange.parameter('bucket'));
  const pages = numberIn(names, 'pages');
  if (pages !== undefined && !query.get('pageToken'))
    store.seedPages(bucket, query.get('prefix') ?? '', pages);

  const objects = objectsFor(query, bucket);
  const isInFolder = (object: StoredObject) => folderOf(object, query) !== undefined;
  const prefixes = new Set(objects.filter(isInFolder).map((object) => folderOf(object, query)));
  const { items, nextPageToken } = pageOf(
    exchange,
    objects.filter((object) => !isInFolder(object)),
    pages === undefined ? 1_000 : 2,
  );
  exchange.answer({
    kind: 'storage#objects',
    items: items.map(({ metadata }) => metadata),
    ...(prefixes.size > 0 && { prefixes: [...prefixes] }),
    ...(nextPageToken && { nextPageToken }),
  });
}

/** The objects that the query selects, by name. */
function objectsFor(query: URLSearchParams, { objects, deleted }: Bucket): StoredObject[] {
  const stored = query.get('softDeleted') === 'true' ? deleted : objects;
  const [prefix, start, end] = ['prefix', 'startOffset', 'endOffset'].map((key) => query.get(key) ?? '');
  return [...stored.values()]
    .filter(({ name }) => name.startsWith(prefix ?? '') && !has([name], 'missing'))
    .filter(({ name }) => name >= (start ?? '') && (!end || name < end))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** The folder of an object that is not directly below the prefix: its name up to the next delimiter. */
function folderOf({ name }: StoredObject, query: URLSearchParams): string | undefined {
  const delimiter = query.get('delimiter');
  const end = delimiter ? name.indexOf(delimiter, query.get('prefix')?.length ?? 0) : -1;
  return delimiter && end >= 0 ? name.slice(0, end + delimiter.length) : undefined;
}
