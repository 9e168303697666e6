import { randomUUID } from 'node:crypto';
import { contentOf, ContentWriter, type Content } from './content.ts';
import type { Exchange } from './exchange.ts';
import { writableMetadata, type Metadata } from './metadata.ts';
import { checkPreconditions } from './preconditions.ts';
import { Refusal, refusal } from './refusal.ts';
import type { Handler, Routes } from './routes.ts';
import type { Store } from './store.ts';

interface Session {
  readonly bucket: string;
  readonly name: string;
  readonly metadata: Metadata;
  readonly writer: ContentWriter;
  /** The response of a finished session to further requests. */
  resource?: Metadata;
}

/** Single-request and resumable uploads. */
export function uploadRoutes(): Routes {
  const sessions = new Map<string, Session>();

  function sessionOf(exchange: Exchange): Session {
    const session = sessions.get(exchange.query.get('upload_id') ?? '');
    if (!session) throw refusal(404, exchange.title);
    return session;
  }

  const openSession: Handler = async (exchange, store) => {
    exchange.refuseIfStruck('session');
    const [bucket, name] = [exchange.parameter('bucket'), exchange.query.get('name') ?? ''];
    checkPreconditions(exchange, store.findObject(bucket, name));
    const metadata = writableMetadata(await exchange.json());
    const contentType = exchange.request.headers['x-upload-content-type'];
    const id = randomUUID();
    sessions.set(id, {
      bucket,
      name,
      metadata: contentType ? { ...metadata, contentType } : metadata,
      writer: new ContentWriter(),
    });
    const query = new URLSearchParams({ uploadType: 'resumable', name, upload_id: id });
    const location = `${exchange.origin}/upload/storage/v1/b/${encodeURIComponent(bucket)}/o?${query.toString()}`;
    exchange.answerEmpty(200, { location, 'x-guploader-uploadid': id });
  };

  /** By `uploadType`. */
  const uploads: Readonly<Record<string, Handler>> = { resumable: openSession, multipart: uploadMultipart };

  return {
    'POST /upload/b/{bucket}/o'(exchange, store) {
      const upload = uploads[exchange.query.get('uploadType') ?? ''] ?? uploadMedia;
      return upload(exchange, store);
    },

    'PUT /upload/b/{bucket}/o': (exchange, store) => continueSession(exchange, store, sessionOf(exchange)),

    'DELETE /upload/b/{bucket}/o'(exchange) {
      sessionOf(exchange);
      sessions.delete(exchange.query.get('upload_id') ?? '');
      // The real server's status for a cancelled session.
      exchange.answerEmpty(499);
    },
  };
}

const uploadMedia: Handler = async (exchange, store) => {
  const contentType = exchange.request.headers['content-type'];
  finishUpload(exchange, store, contentOf(await exchange.body()), contentType ? { contentType } : {});
};

const uploadMultipart: Handler = async (exchange, store) => {
  const { metadata, data } = parseMultipart(
    exchange.request.headers['content-type'] ?? '',
    await exchange.body(),
  );
  finishUpload(exchange, store, contentOf(data), writableMetadata(metadata));
};

function finishUpload(exchange: Exchange, store: Store, content: Content, metadata: Metadata): void {
  const [bucket, name] = [exchange.parameter('bucket'), exchange.query.get('name') ?? ''];
  checkPreconditions(exchange, store.findObject(bucket, name));
  answerUploaded(exchange, store.putObject(bucket, name, content, metadata).metadata);
}

function answerUploaded(exchange: Exchange, resource: Metadata): void {
  const wrong = { crc32c: 'AAAAAA==', md5Hash: 'AAAAAAAAAAAAAAAAAAAAAA==' };
  exchange.answer(exchange.strike('corrupt') ? { ...resource, ...wrong } : resource);
}

/** The two parts of a `multipart/related` body: the object's metadata and its bytes. */
function parseMultipart(contentType: string, body: Buffer): { metadata: Metadata; data: Buffer } {
  const boundary = /boundary="?(?<boundary>[^";]+)/.exec(contentType)?.groups?.['boundary'];
  if (!boundary) throw new Refusal(400, 'Missing boundary of multipart upload');
  const blank = '\r\n\r\n';
  const jsonStart = body.indexOf(blank) + blank.length;
  const jsonEnd = body.indexOf(`--${boundary}`, jsonStart);
  const dataStart = body.indexOf(blank, jsonEnd) + blank.length;
  const dataEnd = body.lastIndexOf(`\r\n--${boundary}--`);
  return {
    metadata: JSON.parse(body.toString('utf8', jsonStart, jsonEnd)),
    data: body.subarray(dataStart, dataEnd),
  };
}

/** A PUT to a session: with bytes of the object, or as a status query. */
async function continueSession(exchange: Exchange, store: Store, session: Session): Promise<void> {
  const range = contentRangeOf(exchange.request.headers['content-range']);
  if (session.resource) return exchange.answer(session.resource);
  if (!range.isQuestion) {
    if (await isLost(exchange, session)) return answerProgress(exchange, session);
    await receive(exchange, session.writer, range.start);
  }
  const { writer, bucket, name, metadata } = session;
  if (!(range.isLast || writer.size === range.total)) return answerProgress(exchange, session);
  const resource = store.putObject(bucket, name, writer.finish(), metadata).metadata;
  session.resource = resource;
  return answerUploaded(exchange, resource);
}

/** Whether a fault discards the bytes of this request. It is then read, but nothing is stored. */
async function isLost(exchange: Exchange, { writer }: Session): Promise<boolean> {
  const refused = exchange.strike('chunk');
  // Not for the first chunk, because clients treat a 308 without a range as a failure.
  const lost = writer.size > 0 && exchange.strike('lost_chunk') !== undefined;
  if (refused ?? lost) for await (const _ of exchange.request);
  if (refused) throw refusal(refused.status, exchange.title);
  return lost;
}

/** Stores the bytes that have not arrived yet. */
async function receive({ request }: Exchange, writer: ContentWriter, start: number): Promise<void> {
  let position = start;
  for await (const piece of request as AsyncIterable<Buffer>) {
    const known = Math.max(0, writer.size - position);
    if (known < piece.length) writer.write(piece.subarray(known));
    position += piece.length;
  }
}

function answerProgress(exchange: Exchange, { writer }: Session): void {
  exchange.answerEmpty(308, writer.size > 0 ? { range: `bytes=0-${writer.size - 1}` } : {});
}

interface ContentRange {
  /** Whether it is a status query. */
  readonly isQuestion: boolean;
  readonly start: number;
  /** Whether it contains the end of the object. */
  readonly isLast: boolean;
  /** NaN if unknown. */
  readonly total: number;
}

function contentRangeOf(header: string | undefined): ContentRange {
  const question = /^bytes \*\/(?<total>\d+|\*)$/.exec(header ?? '')?.groups;
  if (question) return { isQuestion: true, start: 0, isLast: false, total: Number(question['total']) };
  const { start, end, total } =
    /^bytes (?<start>\d+)-(?<end>-?\d+|\*)\/(?<total>.*)$/.exec(header ?? '')?.groups ?? {};
  return {
    isQuestion: false,
    start: Number(start ?? 0),
    isLast: end === undefined || end === '*',
    total: Number(total),
  };
}
