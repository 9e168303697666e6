import type { ClientRequest, IncomingMessage } from 'node:http';
import { type Call, countPushed, type RequestObserver } from '@gcp-otel/shared';
import type { Target } from './client';
import * as shapes from './shapes';
import { SIGNER } from './signing';
import { basePathOf } from './target';

const CLASS_A = 'gcp.storage.billing.class_a';
const CLASS_B = 'gcp.storage.billing.class_b';
const PAGES = 'gcp.storage.list.pages';
const REWRITES = 'gcp.storage.rewrite.count';

/** What is counted of a request that was answered, by its path: the first row that fits. */
type Rules = readonly [path: RegExp, ...counted: string[]][];

/**
 * What Cloud Storage bills for a request, and what else is counted: the JSON API's by the name of the method that it
 * stands for. What is free has nothing. https://cloud.google.com/storage/pricing#operations-by-class
 */
const REQUESTS: { readonly [method: string]: Rules } = {
  GET: [
    [/^\/b\/[^/]+\/o(?:\?|$)/, CLASS_A, PAGES],
    [/^\/b(?:\?|$)/, CLASS_A, PAGES],
    [/^\/projects\/[^/]+\/hmacKeys(?:\?|$)/, CLASS_A, PAGES],
    [/^/, CLASS_B],
  ],
  POST: [
    // An upload by the JSON API is one operation however many requests it takes: the last has it done.
    [/^\/upload\/[^?]+\?(?:.*&)?uploadType=resumable/],
    [/^\/b\/[^/]+\/o\/[^/]+\/rewriteTo\//, CLASS_A, REWRITES],
    [/^\/channels\/stop/],
    [/^/, CLASS_A],
  ],
  PUT: [[/^/, CLASS_A]],
  PATCH: [[/^/, CLASS_A]],
  DELETE: [[/^\/b\/[^/]+\/(?:o\/[^/]+\/)?(?:acl|defaultObjectAcl|notificationConfigs)\//, CLASS_A]],
};

/** The JSON API's own prefix. An emulator has none, and neither has the XML API. */
const PREFIX = '/storage/v1';
const UPLOAD = '/upload';

/** The path of a request as the API names it: below that of the endpoint, and without the API's own prefix. */
const apiPath = (requested: string, call: Call): string => {
  const base = basePathOf(call.target as Target);
  const path = base !== '' && requested.startsWith(`${base}/`) ? requested.slice(base.length) : requested;
  if (path.startsWith(PREFIX)) return path.slice(PREFIX.length);
  return path.startsWith(UPLOAD + PREFIX) ? UPLOAD + path.slice(UPLOAD.length + PREFIX.length) : path;
};

const SIGN_BLOB = ':signBlob';
const MEDIA = /[?&]alt=media(?:&|$)/;
/** A part of an upload by the XML API. */
const PART = /[?&]partNumber=/;

/** What is remembered of the requests of one call, while it lasts. */
interface Sent {
  /** Requests that got no answer, or one that asks to try again: made once more, they are resent. */
  readonly unanswered: Set<string>;
  /** Where in the object the data starts that this call sends. */
  offset: number | undefined;
}

const sentBy = new WeakMap<Call, Sent>();

const sentOf = (call: Call): Sent => {
  let sent = sentBy.get(call);
  if (sent === undefined) sentBy.set(call, (sent = { unanswered: new Set(), offset: undefined }));
  return sent;
};

const nameOf = ({ method, path }: ClientRequest): string => `${method} ${path}`;

/** How much of the object was there before this call sent anything: an upload may go on from an earlier one. */
export const offsetOf = (call: Call): number => sentBy.get(call)?.offset ?? 0;

/** A new attempt sends the object from its start, or from where its session was. */
export const startsAgain = (call: Call): void => {
  const sent = sentBy.get(call);
  if (sent !== undefined) sent.offset = undefined;
};

/** Paths of the JSON API; the XML API has the bucket in the path, or in the name of the host. */
const API_PATH = /^\/(?:b|upload|projects|channels)(?:[/?]|$)/;

/** Whether the request is one to Cloud Storage, or to IAM for a signature: a token is nobody's operation. */
const isOperation = ({ host, path }: ClientRequest, call: Call): boolean => {
  const { 'server.address': server, 'gcp.storage.bucket': bucket } = call.description.attributes;
  if (path.includes(SIGN_BLOB)) return true;
  if (host !== server) return host === `${String(bucket)}.${String(server)}`;
  const ofApi = apiPath(path, call);
  return API_PATH.test(ofApi) || ofApi.startsWith(`/${String(bucket)}/`);
};

const TRY_AGAIN: readonly number[] = [408, 429];

/** `bytes 0-262143/*`, `bytes 0-*∕*`: what a request to an upload session carries. A question has no range. */
const CONTENT_RANGE = /^bytes (\d+)-(\d+|\*)\//;

/** How an upload stands, by the answer 308: the server asks for more, and says what it has. */
const goesOn = (request: ClientRequest, response: IncomingMessage, call: Call): void => {
  const range = String(request.getHeader('content-range'));
  // The client has asked how it stands: it goes on from there.
  if (range === 'bytes */*') call.note('gcp.storage.upload.resumed', true);
  const [, , last] = CONTENT_RANGE.exec(range) ?? [];
  if (last === undefined || last === '*') return;
  const [, arrived = -1] = /-(\d+)$/.exec(String(response.headers.range)) ?? [];
  if (Number(arrived) >= Number(last)) return;
  // Some of what was sent has been lost, and is sent again.
  call.note('gcp.storage.upload.resumed', true);
  sentOf(call).unanswered.add(nameOf(request));
};

/** What the answer to a download tells of the object. */
const OBJECT_HEADERS = [
  ['x-goog-generation', 'gcp.storage.object.generation', shapes.generation],
  ['x-goog-stored-content-length', 'gcp.storage.object.size', shapes.size],
  ['content-type', 'gcp.storage.object.content_type', shapes.mediaType],
  ['x-goog-storage-class', 'gcp.storage.object.storage_class', shapes.constant],
] as const;

/** Counts the object's bytes where they arrive: as they are stored, whoever decompresses them afterwards. */
const followDownload = (response: IncomingMessage, call: Call): void => {
  for (const [header, attribute, shaped] of OBJECT_HEADERS) {
    const value = shaped(response.headers[header]);
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

/** How long the body of a request is. Headers that were given as a list are known by what was sent only. */
const lengthOf = (request: ClientRequest): number => {
  const length = Number(request.getHeader('content-length'));
  if (Number.isFinite(length)) return length;
  const { _header: sent } = request as { readonly _header?: unknown };
  return Number(LENGTH.exec(String(sent))?.[1] ?? 0);
};

/** What a request that succeeded is counted as. */
const succeeded = (request: ClientRequest, response: IncomingMessage, call: Call): void => {
  const { method } = request;
  const path = apiPath(request.path, call);
  if (path.includes(SIGN_BLOB)) return;
  const [, ...counted] = REQUESTS[method]?.find(([pattern]) => pattern.test(path)) ?? [];
  for (const attribute of counted) call.count(attribute);
  if (method === 'GET' && MEDIA.test(path)) followDownload(response, call);
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
    if (statusCode >= 200 && statusCode < 300) succeeded(request, response, call);
    else if (statusCode === 308) goesOn(request, response, call);
    else if (statusCode >= 500 || TRY_AGAIN.includes(statusCode))
      sentOf(call).unanswered.add(nameOf(request));
  },
  failed(request, call) {
    sentOf(call).unanswered.add(nameOf(request));
  },
};
