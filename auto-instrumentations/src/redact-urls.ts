import type { IncomingMessage, RequestOptions } from 'node:http';
import { type Attributes, trace } from '@opentelemetry/api';
import type { HttpInstrumentationConfig } from '@opentelemetry/instrumentation-http';
import type { UndiciInstrumentationConfig } from '@opentelemetry/instrumentation-undici';
import { goesToGoogle, isByClientLibrary } from './destinations';
import { isGoogleHost } from './google-hosts';
import { headerIn } from './headers';
import { REDACTED, redactTarget, type RedactedTarget, secretNames, type TargetRules } from './redact-target';
import { booleanIn, listIn } from './variables';

/** What {@link redactUrls} redacts besides credentials and other data. */
export interface RedactUrlsOptions {
  /**
   * Keep the names of Cloud Storage's objects in URLs.
   * @default the value of `GCP_OTEL_CAPTURE_OBJECT_NAMES`; if that is not set, `true`, as in the Storage plugin
   */
  readonly captureObjectNames?: boolean;
}

/** Configurations of the instrumentations of HTTP and undici. */
export interface RedactedUrls {
  readonly http: Pick<HttpInstrumentationConfig, 'startOutgoingSpanHook' | 'startIncomingSpanHook'>;
  readonly undici: Pick<UndiciInstrumentationConfig, 'startSpanHook' | 'requestHook'>;
}

/** Cloud Storage's client says so in every request, wherever it sends it. */
const STORAGE_CLIENT = /\bgcloud-node-storage\//;

/**
 * Whether the request is one of the call of Cloud Storage that is traced around it: of a public object's URL, say, on
 * an endpoint of its own, no header tells.
 */
const isInStorageCall = (host: string): boolean => {
  const { attributes } = (trace.getActiveSpan() ?? {}) as { readonly attributes?: Attributes };
  if (attributes?.['gcp.storage.operation'] === undefined) return false;
  const server = String(attributes['server.address']);
  return host === server || host.endsWith(`.${server}`);
};

/** `user:password@` of the authority of a URL, or of what was given as a host. */
const withoutUser = (host: string): string => host.slice(host.lastIndexOf('@') + 1);

const redacted = (
  authority: string,
  target: string,
  headers: unknown,
  rules: TargetRules,
): RedactedTarget | undefined => {
  const host = authority.replace(/:\d+$/, '');
  const asked = {
    host,
    target,
    isOfGoogle: isGoogleHost(host) || isByClientLibrary(headers),
    isOfStorage: STORAGE_CLIENT.test(headerIn(headers, 'user-agent') ?? '') || isInStorageCall(host),
  };
  return redactTarget(asked, rules);
};

const withQuery = ({ path, query }: RedactedTarget): string => (query === '' ? path : `${path}?${query}`);

/** `http://host/path`, of which a proxy is asked, or what somebody took for a URL. */
const ABSOLUTE = /^([a-z][a-z\d+.-]*:)?\/\/([^/?#]*)/i;

/** The URL of a request whose target is one: nobody else's host stands before it. */
const redactedUrl = (url: string, headers: unknown, rules: TargetRules): string => {
  const [start = '', protocol = '', authority = ''] = ABSOLUTE.exec(url) ?? [];
  const host = withoutUser(authority);
  const target = url.slice(start.length);
  const found = redacted(host, target, headers, rules);
  const user = host === authority ? '' : `${REDACTED}:${REDACTED}@`;
  return `${protocol}//${user}${host}${found === undefined ? target : withQuery(found)}`;
};

/** What the instrumentation would record of the request's URL, where it must not: put together as it does it. */
const outgoing = (options: RequestOptions, rules: TargetRules): Attributes => {
  const { headers, protocol, auth } = options;
  const path = options.path ?? '/';
  const hosts: readonly unknown[] = [options.host, options.hostname, headerIn(headers, 'host')];
  const given =
    hosts.find((found): found is string => typeof found === 'string' && found !== '') ?? 'localhost';
  const host = withoutUser(given);
  const address: Attributes = host === given ? {} : { 'server.address': host.replace(/:\d+$/, '') };
  if (ABSOLUTE.test(path)) return { ...address, 'url.full': redactedUrl(path, headers, rules) };
  const found = redacted(host, path, headers, rules);
  if (found === undefined && host === given) return {};
  const port = String(options.port ?? '');
  const isPortSaid = host.includes(':') || ['', '80', '443'].includes(port);
  const user = auth ? `${REDACTED}:${REDACTED}@` : '';
  const full = `${protocol ?? 'http:'}//${user}${host}${isPortSaid ? '' : `:${port}`}`;
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

/** What undici tells of a request. */
interface Asked {
  readonly origin: string;
  readonly path: string;
  readonly headers: unknown;
}

const fetched = ({ origin, path, headers }: Asked, rules: TargetRules): Attributes => {
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
      // A request has its headers here, and nowhere later, where the propagator is asked.
      requestHook(span, { headers }) {
        if (isByClientLibrary(headers)) goesToGoogle(span);
      },
    },
  };
};
