/** Reads the HTTP requests of a call: which operations are billed, how many bytes moved, and what was sent again. */
import type { ClientRequest, IncomingMessage } from 'node:http';
import { type Call, countPushed, type RequestObserver } from '@gcp-otel/shared';
import { countedFor, isBilled } from './billing';
import type { Target } from './client';
import * as shapes from './shapes';
import { SIGNER } from './signing';
import { basePathOf } from './target';

/** The path prefix of the JSON API. Emulators and the XML API have none. */
const PREFIX = '/storage/v1';
const UPLOAD = '/upload';

/** The path of a request without the endpoint's base path and the API's prefix. */
const apiPath = (fullPath: string, call: Call): string => {
  const base = basePathOf(call.target as Target);
  const path = base !== '' && fullPath.startsWith(`${base}/`) ? fullPath.slice(base.length) : fullPath;
  if (path.startsWith(PREFIX)) return path.slice(PREFIX.length);
  return path.startsWith(UPLOAD + PREFIX) ? UPLOAD + path.slice(UPLOAD.length + PREFIX.length) : path;
};

const SIGN_BLOB = ':signBlob';
const MEDIA = /[?&]alt=media(?:&|$)/;
/** A part of a multipart upload by the XML API. */
const PART = /[?&]partNumber=/;

/** State of the requests of one call. */
interface Sent {
  /** Requests that failed, or whose response asks for a retry. The same request made again counts as resent. */
  readonly unanswered: Set<string>;
  /** The position in the object at which the data of this call starts. */
  offset: number | undefined;
}

const sentBy = new WeakMap<Call, Sent>();

const sentOf = (call: Call): Sent => {
  let sent = sentBy.get(call);
  if (sent === undefined) sentBy.set(call, (sent = { unanswered: new Set(), offset: undefined }));
  return sent;
};

const nameOf = ({ method, path }: ClientRequest): string => `${method} ${path}`;

/** How much of the object was uploaded before this call: it may resume an earlier upload. */
export const offsetOf = (call: Call): number => sentBy.get(call)?.offset ?? 0;

/** Resets the offset for a new attempt, which starts at the beginning of the object or resumes its session. */
export const startsAgain = (call: Call): void => {
  const sent = sentBy.get(call);
  if (sent !== undefined) sent.offset = undefined;
};

/** Paths of the JSON API. The XML API has the bucket in the path or in the host name. */
const API_PATH = /^\/(?:b|upload|projects|channels)(?:[/?]|$)/;

/** Whether a request goes to Cloud Storage, or to IAM for a signature. Requests for access tokens do not count. */
const isOperation = ({ host, path }: ClientRequest, call: Call): boolean => {
  const { 'server.address': server, 'gcp.storage.bucket': bucket } = call.description.attributes;
  if (path.includes(SIGN_BLOB)) return true;
  if (host !== server) return host === `${String(bucket)}.${String(server)}`;
  const shortPath = apiPath(path, call);
  return API_PATH.test(shortPath) || shortPath.startsWith(`/${String(bucket)}/`);
};

const RETRYABLE: readonly number[] = [408, 429];

// `bytes 0-262143/*` or `bytes 0-*/*`, sent to an upload session. A status query has `bytes */*` and does not match.
const CONTENT_RANGE = /^bytes (\d+)-(\d+|\*)\//;

/** Reads a 308 response to a resumable upload: the server wants more data, and says how much it has. */
const uploadIncomplete = (request: ClientRequest, response: IncomingMessage, call: Call): void => {
  const range = String(request.getHeader('content-range'));
  // A status query, by which the client learns where to resume.
  if (range === 'bytes */*') call.note('gcp.storage.upload.resumed', true);
  const [, , last] = CONTENT_RANGE.exec(range) ?? [];
  if (last === undefined || last === '*') return;
  const [, received = -1] = /-(\d+)$/.exec(String(response.headers.range)) ?? [];
  if (Number(received) >= Number(last)) return;
  // The server did not receive all of the chunk. The client sends the rest again.
  call.note('gcp.storage.upload.resumed', true);
  sentOf(call).unanswered.add(nameOf(request));
};

/** Headers of a download's response that describe the object. */
const OBJECT_HEADERS = [
  ['x-goog-generation', 'gcp.storage.object.generation', shapes.generation],
  ['x-goog-stored-content-length', 'gcp.storage.object.size', shapes.size],
  ['content-type', 'gcp.storage.object.content_type', shapes.mediaType],
  ['x-goog-storage-class', 'gcp.storage.object.storage_class', shapes.constant],
] as const;

/** Counts the bytes of the object as received, before any decompression. */
const followDownload = (response: IncomingMessage, call: Call): void => {
  for (const [header, attribute, parse] of OBJECT_HEADERS) {
    const value = parse(response.headers[header]);
    if (value !== undefined) call.note(attribute, value);
  }
  const noted = call.counting('gcp.storage.bytes.received');
  countPushed(response, {
    pushed(chunk) {
      noted['gcp.storage.bytes.received'] += (chunk as Buffer).length;
    },
  });
};

const LENGTH = /^content-length: *(\d+)/im;

/** The length of a request's body. `getHeader` does not know headers that were passed as an array; `_header` does. */
const lengthOf = (request: ClientRequest): number => {
  const length = Number(request.getHeader('content-length'));
  if (Number.isFinite(length)) return length;
  const { _header: sent } = request as { readonly _header?: unknown };
  return Number(LENGTH.exec(String(sent))?.[1] ?? 0);
};

/** Counts a successful request. */
const succeeded = (request: ClientRequest, response: IncomingMessage, call: Call): void => {
  const { method } = request;
  const path = apiPath(request.path, call);
  if (path.includes(SIGN_BLOB)) return;
  for (const attribute of countedFor(method, path)) call.count(attribute);
  if (response.statusCode === 304) return;
  // The same GET returns the object in the XML API, but only its metadata in the JSON API.
  if (method === 'GET' && (MEDIA.test(path) || !API_PATH.test(path))) followDownload(response, call);
  else if (method === 'PUT' && PART.test(path)) call.count('gcp.storage.bytes.sent', lengthOf(request));
};

export const requests: RequestObserver = {
  sent(request, call) {
    if (!isOperation(request, call)) return false;
    if (request.path.includes(SIGN_BLOB)) call.note(SIGNER, 'iam');
    if (request.method === 'PUT') {
      const [, first] = CONTENT_RANGE.exec(String(request.getHeader('content-range'))) ?? [];
      if (first !== undefined) sentOf(call).offset ??= Number(first);
    }
    if (sentBy.get(call)?.unanswered.delete(nameOf(request)) === true)
      call.count('http.request.resend_count');
    return true;
  },
  answered(request, response, call) {
    const { statusCode = 0 } = response;
    call.note('http.response.status_code', statusCode);
    if (isBilled(statusCode)) succeeded(request, response, call);
    else if (statusCode === 308) uploadIncomplete(request, response, call);
    else if (statusCode >= 500 || RETRYABLE.includes(statusCode))
      sentOf(call).unanswered.add(nameOf(request));
  },
  failed(request, call) {
    sentOf(call).unanswered.add(nameOf(request));
  },
};
