import type { ClientRequest, IncomingMessage } from 'node:http';
import { type Call, override, type RequestObserver } from '@gcp-otel/shared';
import { SIGNER } from './attributes';

const CLASS_A = 'gcp.storage.billing.class_a';
const CLASS_B = 'gcp.storage.billing.class_b';
const PAGES = 'gcp.storage.list.pages';
const REWRITES = 'gcp.storage.rewrite.count';

/**
 * What Cloud Storage bills for a request that it answered, and what else is counted: the first row that fits.
 * A request that is missing here is free. https://cloud.google.com/storage/pricing#operations-by-class
 */
const REQUESTS: readonly [request: RegExp, ...counted: string[]][] = [
  // An upload by the JSON API is one operation however many requests it takes: the last is the one that has it done.
  [/^POST \/upload\/\S+[?&]uploadType=resumable/],
  [/^(?:POST|PUT) \/upload\//, CLASS_A],
  [/^GET \/b\/[^/]+\/o(?:\?|$)/, CLASS_A, PAGES],
  [/^GET \/b(?:\?|$)/, CLASS_A, PAGES],
  [/^GET \/projects\/[^/]+\/hmacKeys(?:\?|$)/, CLASS_A, PAGES],
  [/^POST \/b\/[^/]+\/o\/[^/]+\/rewriteTo\//, CLASS_A, REWRITES],
  [/^POST \/channels\/stop/],
  [/^DELETE \/b\/[^/]+\/(?:o\/[^/]+\/)?(?:acl|defaultObjectAcl|notificationConfigs)\//, CLASS_A],
  [/^DELETE /],
  [/^GET /, CLASS_B],
  [/^(?:POST|PUT|PATCH) /, CLASS_A],
];

/** The JSON API's own prefix. An emulator has none, and neither has the XML API. */
const PREFIX = /^(?:\/download)?\/storage\/v1(?=\/)/;
const UPLOAD_PREFIX = /^(?:\/resumable)?\/upload\/storage\/v1(?=\/)/;

const SIGN_BLOB = ':signBlob';
/** A part of an upload by the XML API. */
const PART = /^PUT [^?]+\?(?:.*&)?partNumber=/;
const MEDIA = /^GET \/b\/[^/]+\/o\/[^/?]+\?(?:.*&)?alt=media/;

const apiPath = (path: string): string => path.replace(PREFIX, '').replace(UPLOAD_PREFIX, '/upload');

const described = ({ method, path }: ClientRequest): string => `${method} ${apiPath(path)}`;

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

/** How much of the object was there before this call sent anything: an upload may go on from an earlier one. */
export const offsetOf = (call: Call): number => sentBy.get(call)?.offset ?? 0;

/** A new attempt sends the object from its start, or from where its session was. */
export const startsAgain = (call: Call): void => {
  sentOf(call).offset = undefined;
};

/** Paths of the JSON API; the XML API has the bucket in the path, or in the name of the host. */
const API_PATH = /^\/(?:b|upload|projects|channels)(?:[/?]|$)/;

/** Whether the request is one to Cloud Storage, or to IAM for a signature: a token is nobody's operation. */
const isOperation = ({ host, path }: ClientRequest, call: Call): boolean => {
  const { 'server.address': server, 'gcp.storage.bucket': bucket } = call.description.attributes;
  if (path.includes(SIGN_BLOB) || host === `${String(bucket)}.${String(server)}`) return true;
  return host === server && (API_PATH.test(apiPath(path)) || path.startsWith(`/${String(bucket)}/`));
};

const TRY_AGAIN: readonly number[] = [408, 429];

/** `bytes 0-262143/*`, `bytes 0-*∕*`: what a request to an upload session carries. A question has no range. */
const CONTENT_RANGE = /^bytes (\d+)-(\d+|\*)\//;

/** An answer to a part of an upload that says how much of it arrived: not all, if the server lost some. */
const isLost = (request: ClientRequest, response: IncomingMessage): boolean => {
  const [, , last] = CONTENT_RANGE.exec(String(request.getHeader('content-range'))) ?? [];
  if (response.statusCode !== 308 || last === undefined || last === '*') return false;
  const [, arrived = -1] = /-(\d+)$/.exec(String(response.headers.range)) ?? [];
  return Number(arrived) < Number(last);
};

/** What the answer to a download tells of the object. */
const OBJECT_HEADERS: readonly [header: string, attribute: string, isNumber?: boolean][] = [
  ['x-goog-generation', 'gcp.storage.object.generation'],
  ['x-goog-stored-content-length', 'gcp.storage.object.size', true],
  ['content-type', 'gcp.storage.object.content_type'],
  ['x-goog-storage-class', 'gcp.storage.object.storage_class'],
];

/** Counts the object's bytes where they arrive: as they are stored, whoever decompresses them afterwards. */
const followDownload = (response: IncomingMessage, call: Call): void => {
  for (const [header, attribute, isNumber] of OBJECT_HEADERS) {
    const value = response.headers[header];
    if (typeof value === 'string') call.note(attribute, isNumber === true ? Number(value) : value);
  }
  const { push } = response;
  const noted = call.counting('gcp.storage.bytes.received');
  override(response, 'push', function (this: IncomingMessage, chunk: Buffer | null, encoding) {
    if (chunk !== null) noted['gcp.storage.bytes.received'] += chunk.length;
    return push.call(this, chunk, encoding);
  });
};

const isDone = (status: number): boolean => status >= 200 && status < 300;

export const requests: RequestObserver = {
  sent(request, call) {
    if (!isOperation(request, call)) return;
    if (request.path.includes(SIGN_BLOB)) call.note(SIGNER, 'iam');
    const sent = sentOf(call);
    const [, first] = CONTENT_RANGE.exec(String(request.getHeader('content-range'))) ?? [];
    if (first !== undefined) sent.offset ??= Number(first);
    if (sent.unanswered.delete(described(request))) call.count('http.request.resend_count');
  },
  answered(request, response, call) {
    if (!isOperation(request, call)) return;
    const { statusCode = 0 } = response;
    const what = described(request);
    call.note('http.response.status_code', statusCode);
    const lost = isLost(request, response);
    if (lost || statusCode >= 500 || TRY_AGAIN.includes(statusCode)) sentOf(call).unanswered.add(what);
    if (lost || (statusCode === 308 && request.getHeader('content-range') === 'bytes */*'))
      call.note('gcp.storage.upload.resumed', true);
    if (!isDone(statusCode) || what.includes(SIGN_BLOB)) return;
    const [, ...counted] = REQUESTS.find(([pattern]) => pattern.test(what)) ?? [];
    for (const attribute of counted) call.count(attribute);
    if (MEDIA.test(what)) followDownload(response, call);
    if (PART.test(what)) call.count('gcp.storage.bytes.sent', Number(request.getHeader('content-length')));
  },
  failed(request, call) {
    if (isOperation(request, call)) sentOf(call).unanswered.add(described(request));
  },
};
