/** Keeps credentials and data out of the URLs in HTTP and undici spans. */
import type { IncomingMessage, RequestOptions } from 'node:http';
import { type Attributes, trace } from '@opentelemetry/api';
import { goesToGoogle, isByClientLibrary } from './destinations';
import { isGoogleHost } from './google-hosts';
import { headerIn } from './headers';
import { REDACTED, redactTarget, type RedactedTarget, secretNames, type TargetRules } from './redact-target';
import type { HttpHooks, UndiciHooks, UndiciRequest } from './sdk-types';
import { booleanIn, listIn } from './variables';

/** What {@link redactUrls} redacts besides credentials and other data. */
export interface RedactUrlsOptions {
  /**
   * Keep the names of Cloud Storage's objects in URLs.
   * @default the value of `GCP_OTEL_CAPTURE_OBJECT_NAMES`; if that is not set, `true`, as in the Storage plugin
   */
  readonly captureObjectNames?: boolean;
}

/** Configurations for the HTTP and undici instrumentations. */
export interface RedactedUrls {
  readonly http: HttpHooks;
  readonly undici: UndiciHooks;
}

/** The user agent of the Cloud Storage client, on any host. */
const STORAGE_CLIENT = /\bgcloud-node-storage\//;

/**
 * Whether the request is made inside a traced call of Cloud Storage. For example, no header of a request for a public
 * object on a custom endpoint shows that it goes to Cloud Storage.
 */
const isInStorageCall = (host: string): boolean => {
  const { attributes } = (trace.getActiveSpan() ?? {}) as { readonly attributes?: Attributes };
  if (attributes?.['gcp.storage.operation'] === undefined) return false;
  const server = String(attributes['server.address']);
  return host === server || host.endsWith(`.${server}`);
};

/** Removes `user:password@` from the authority of a URL, or from a host option that contains it. */
const withoutUser = (host: string): string => host.slice(host.lastIndexOf('@') + 1);

const redacted = (
  authority: string,
  target: string,
  headers: unknown,
  rules: TargetRules,
): RedactedTarget | undefined => {
  const host = authority.replace(/:\d+$/, '');
  const request = {
    host,
    target,
    isOfGoogle: isGoogleHost(host) || isByClientLibrary(headers),
    isOfStorage: STORAGE_CLIENT.test(headerIn(headers, 'user-agent') ?? '') || isInStorageCall(host),
  };
  return redactTarget(request, rules);
};

const withQuery = ({ path, query }: RedactedTarget): string => (query === '' ? path : `${path}?${query}`);

/** `http://host/path` as a request target, as for a proxy, or passed by mistake. */
const ABSOLUTE = /^([a-z][a-z\d+.-]*:)?\/\/([^/?#]*)/i;

/** The URL of a request whose target is an absolute URL, and so not relative to the request's host. */
const redactedUrl = (url: string, headers: unknown, rules: TargetRules): string => {
  const [start = '', protocol = '', authority = ''] = ABSOLUTE.exec(url) ?? [];
  const host = withoutUser(authority);
  const target = url.slice(start.length);
  const found = redacted(host, target, headers, rules);
  const user = host === authority ? '' : `${REDACTED}:${REDACTED}@`;
  return `${protocol}//${user}${host}${found === undefined ? target : withQuery(found)}`;
};

/** Overrides the URL attributes of the HTTP instrumentation, built in the same way, where they must not be recorded. */
const outgoing = (options: RequestOptions, rules: TargetRules): Attributes => {
  const { headers, protocol, auth } = options;
  const path = options.path ?? '/';
  const hosts: readonly unknown[] = [options.host, options.hostname, headerIn(headers, 'host')];
  const hostOption =
    hosts.find((found): found is string => typeof found === 'string' && found !== '') ?? 'localhost';
  const host = withoutUser(hostOption);
  const address: Attributes = host === hostOption ? {} : { 'server.address': host.replace(/:\d+$/, '') };
  if (ABSOLUTE.test(path)) return { ...address, 'url.full': redactedUrl(path, headers, rules) };
  const found = redacted(host, path, headers, rules);
  if (found === undefined && host === hostOption) return {};
  const port = String(options.port ?? '');
  const hasPort = host.includes(':') || ['', '80', '443'].includes(port);
  const user = auth ? `${REDACTED}:${REDACTED}@` : '';
  const full = `${protocol ?? 'http:'}//${user}${host}${hasPort ? '' : `:${port}`}`;
  return { ...address, 'url.full': full + (found === undefined ? path : withQuery(found)) };
};

const incoming = ({ url = '/', headers }: IncomingMessage, rules: TargetRules): Attributes => {
  const { host: own = '', 'x-forwarded-host': forwarded = own } = headers;
  const host = String(forwarded);
  const attributes: Attributes = host.includes('@')
    ? { 'server.address': withoutUser(host).replace(/:\d+$/, '') }
    : {};
  const found = redacted(withoutUser(host), url.replace(ABSOLUTE, ''), headers, rules);
  if (found === undefined) return attributes;
  attributes['url.path'] = found.path;
  if (found.query !== '') attributes['url.query'] = found.query;
  return attributes;
};

const fetched = ({ origin, path, headers }: UndiciRequest, rules: TargetRules): Attributes => {
  if (!URL.canParse(path, origin)) return {};
  const url = new URL(path, origin);
  const found = redacted(url.hostname, url.pathname + url.search, headers, rules);
  const hasUser = url.username !== '' || url.password !== '';
  if (found === undefined && !hasUser) return {};
  const { path: redactedPath, query } = found ?? { path: url.pathname, query: url.search.slice(1) };
  const search = query === '' ? '' : `?${query}`;
  const user = hasUser ? `${REDACTED}:${REDACTED}@` : '';
  return {
    'url.full': `${url.protocol}//${user}${url.host}${redactedPath}${search}`,
    'url.path': redactedPath,
    'url.query': search,
  };
};

/**
 * Configurations that keep these out of the spans of HTTP and undici, for clients and servers:
 *
 * - users and passwords in URLs, and credentials in queries: API keys, tokens, signatures, upload sessions;
 * - data in the URLs of Google's APIs: e-mail addresses, ids of HMAC keys, prefixes, filters and page tokens of
 *   lists, ids of documents; and names of objects, unless they are captured.
 *
 * ```ts
 * const { http, undici } = redactUrls();
 * new NodeSDK({ instrumentations: [new HttpInstrumentation(http), new UndiciInstrumentation(undici)] });
 * ```
 *
 * @param more names of further query parameters. Default: those in `GCP_OTEL_REDACT_QUERY`, separated by commas
 */
export const redactUrls = (
  more: readonly string[] = listIn('GCP_OTEL_REDACT_QUERY'),
  { captureObjectNames = booleanIn('GCP_OTEL_CAPTURE_OBJECT_NAMES', true) }: RedactUrlsOptions = {},
): RedactedUrls => {
  const rules: TargetRules = { secrets: secretNames(more), captureObjectNames };
  return {
    http: {
      startOutgoingSpanHook: (options) => outgoing(options, rules),
      startIncomingSpanHook: (request) => incoming(request, rules),
    },
    undici: {
      startSpanHook: (request) => fetched(request, rules),
      // Only here are the headers known. The propagator, which runs later, does not see them.
      requestHook(span, { headers }) {
        if (isByClientLibrary(headers)) goesToGoogle(span);
      },
    },
  };
};
