import { randomUUID } from 'node:crypto';
import { contentOf, type Content } from './content.ts';
import { download } from './download.ts';
import type { Exchange } from './exchange.ts';
import { has } from './faults.ts';
import { objectOf } from './objects.ts';
import { refusal } from './refusal.ts';
import type { Routes } from './routes.ts';
import type { Store, StoredObject } from './store.ts';

interface MultipartUpload {
  readonly contentType: string | undefined;
  readonly parts: Map<number, Content>;
}

/**
 * The part of the XML API that the client uses: public downloads and signed URLs, and multipart uploads, which `rerouteToServer`
 * (../client.ts) sends here.
 */
export function xmlRoutes(): Routes {
  const uploads = new Map<string, MultipartUpload>();

  function uploadOf(exchange: Exchange): MultipartUpload {
    const upload = uploads.get(exchange.query.get('uploadId') ?? '');
    if (!upload) throw refusal(404, exchange.title);
    return upload;
  }

  function openUpload(exchange: Exchange, store: Store): void {
    exchange.refuseIfStruck('session');
    store.bucket(exchange.parameter('bucket'));
    const uploadId = randomUUID();
    uploads.set(uploadId, { contentType: exchange.request.headers['content-type'], parts: new Map() });
    exchange.answerXml(xml('InitiateMultipartUploadResult', { UploadId: uploadId }));
  }

  return {
    'GET /{bucket}/{object*}'(exchange, store) {
      const object = objectOf(exchange, store);
      if (!isSigned(exchange) && !isPublic(object)) throw refusal(403, exchange.title);
      return download(exchange, object);
    },

    async 'PUT /{bucket}/{object*}'(exchange, store) {
      if (exchange.query.has('uploadId')) return receivePart(exchange, uploadOf(exchange));
      if (!isSigned(exchange)) throw refusal(403, exchange.title);
      const contentType = exchange.request.headers['content-type'];
      putObject(exchange, store, contentOf(await exchange.body()), contentType);
      exchange.answerEmpty(200);
    },

    async 'POST /{bucket}/{object*}'(exchange, store) {
      if (!exchange.query.has('uploadId')) return openUpload(exchange, store);
      const upload = uploadOf(exchange);
      const { metadata } = putObject(exchange, store, await wholeOf(exchange, upload), upload.contentType);
      uploads.delete(exchange.query.get('uploadId') ?? '');
      exchange.answerXml(xml('CompleteMultipartUploadResult', { ETag: `"${metadata['etag']?.toString()}"` }));
    },

    'DELETE /{bucket}/{object*}'(exchange) {
      uploadOf(exchange);
      uploads.delete(exchange.query.get('uploadId') ?? '');
      exchange.answerEmpty();
    },
  };
}

async function receivePart(exchange: Exchange, { parts }: MultipartUpload): Promise<void> {
  const content = contentOf(await exchange.body());
  exchange.refuseIfStruck('chunk');
  parts.set(Number(exchange.query.get('partNumber')), content);
  exchange.answerEmpty(200, { etag: `"${content.md5Hash}"` });
}

/** The object that consists of the listed parts. */
async function wholeOf(exchange: Exchange, { parts }: MultipartUpload): Promise<Content> {
  const list = (await exchange.body()).toString();
  const pieces = [...list.matchAll(/<PartNumber>(\d+)<\/PartNumber>/g)].flatMap(([, number]) => {
    const part = parts.get(Number(number));
    if (!part) throw refusal(400, `part ${number} of ${exchange.title}`);
    return part.pieces;
  });
  return contentOf(...pieces);
}

function putObject(
  exchange: Exchange,
  store: Store,
  content: Content,
  contentType: string | undefined,
): StoredObject {
  const metadata = contentType ? { contentType } : {};
  return store.putObject(exchange.parameter('bucket'), exchange.parameter('object'), content, metadata);
}

/** Whether a URL has a signature. Signatures are not verified. */
function isSigned({ query }: Exchange): boolean {
  return query.has('X-Goog-Signature') || query.has('Signature');
}

function isPublic({ name, acl }: StoredObject): boolean {
  if (has([name], 'private')) return false;
  return has([name], 'public') || acl.has('allUsers');
}

function xml(root: string, elements: Readonly<Record<string, string>>): string {
  const content = Object.entries(elements).map(([name, text]) => `<${name}>${text}</${name}>`);
  return `<?xml version='1.0' encoding='UTF-8'?><${root}>${content.join('')}</${root}>`;
}
