import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import { slices } from './content.ts';
import type { Exchange } from './exchange.ts';
import { has } from './faults.ts';
import { refusal } from './refusal.ts';
import type { StoredObject } from './store.ts';

/** Sends an object's bytes as fast as the client accepts them. */
export async function download(exchange: Exchange, object: StoredObject): Promise<void> {
  const { size } = object.content;
  const range = rangeOf(exchange.request.headers.range, size);
  if (range && range.start >= size) throw refusal(416, exchange.title);
  const { start, end } = range ?? { start: 0, end: size };
  const truncated = exchange.strike('truncated');
  const corrupt = exchange.strike('corrupt') !== undefined;
  const slow = has(exchange.names, 'slow_body');

  const response = exchange.head(range ? 206 : 200, {
    ...objectHeaders(object),
    'content-length': end - start,
    ...(range && { 'content-range': `bytes ${start}-${end - 1}/${size}` }),
  });
  const sentUpTo = truncated ? start + Math.ceil((end - start) / 2) : end;
  const body = Readable.from(pieces(object, start, sentUpTo, { corrupt, slow }), { objectMode: false });
  try {
    await pipeline(body, response, { end: false });
  } catch {
    // The client has disconnected.
    return;
  }
  if (truncated) exchange.drop();
  else response.end();
}

/** The headers of a download that describe the object. */
function objectHeaders({ content, metadata }: StoredObject) {
  const text = (name: string) => metadata[name]?.toString();
  const md5Hash = text('md5Hash');
  return {
    'content-type': text('contentType'),
    'content-encoding': text('contentEncoding'),
    'cache-control': text('cacheControl'),
    'accept-ranges': 'bytes',
    etag: text('etag'),
    'x-goog-generation': text('generation'),
    'x-goog-metageneration': text('metageneration'),
    'x-goog-storage-class': text('storageClass'),
    'x-goog-stored-content-encoding': text('contentEncoding') ?? 'identity',
    'x-goog-stored-content-length': content.size,
    'x-goog-hash': `crc32c=${content.crc32c}${md5Hash ? `,md5=${md5Hash}` : ''}`,
  };
}

function rangeOf(header: string | undefined, size: number): { start: number; end: number } | undefined {
  const { first, last } = /^bytes=(?<first>\d*)-(?<last>\d*)$/.exec(header ?? '')?.groups ?? {};
  if (!first && !last) return undefined;
  if (!first) return { start: Math.max(0, size - Number(last)), end: size };
  return { start: Number(first), end: last ? Math.min(size, Number(last) + 1) : size };
}

async function* pieces(
  { content }: StoredObject,
  start: number,
  end: number,
  { corrupt, slow }: { readonly corrupt: boolean; readonly slow: boolean },
): AsyncGenerator<Buffer> {
  let first = true;
  for (const piece of slices(content, start, end, 64 * 1024)) {
    // oxlint-disable-next-line no-await-in-loop -- one piece after the other is the point
    if (slow && !first) await setTimeout(20);
    yield first && corrupt ? withOneBitFlipped(piece) : piece;
    first = false;
  }
}

function withOneBitFlipped(piece: Buffer): Buffer {
  const copy = Buffer.from(piece);
  // The last byte, to keep the header of a gzip stream valid.
  const last = copy.length - 1;
  copy[last] = (copy[last] ?? 0) ^ 1;
  return copy;
}
