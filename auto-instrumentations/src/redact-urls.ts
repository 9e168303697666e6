import type { HttpInstrumentationConfig } from '@opentelemetry/instrumentation-http';
import type { UndiciInstrumentationConfig } from '@opentelemetry/instrumentation-undici';

/** Parameters of queries that hold a credential: of Google's APIs, of signed URLs and sessions of Cloud Storage, of OAuth. */
const SECRET = [
  'key',
  'api_key',
  'access_token',
  'id_token',
  'refresh_token',
  'token',
  'sig',
  'signature',
  'Signature',
  'GoogleAccessId',
  'AWSAccessKeyId',
  'X-Goog-Signature',
  'X-Goog-Credential',
  'X-Goog-Security-Token',
  'X-Amz-Signature',
  'X-Amz-Credential',
  'X-Amz-Security-Token',
  'upload_id',
  'uploadId',
] as const;

const REDACTED = 'REDACTED';

/** Configurations of the instrumentations of HTTP and undici. */
export interface RedactedUrls {
  readonly http: Pick<HttpInstrumentationConfig, 'redactedQueryParams' | 'redactedQueryParamsServer'>;
  readonly undici: Pick<UndiciInstrumentationConfig, 'requestHook'>;
}

const redactedQuery = (url: URL, names: ReadonlySet<string>): boolean => {
  const found = [...url.searchParams.keys()].filter((name) => names.has(name.toLowerCase()));
  for (const name of found) url.searchParams.set(name, REDACTED);
  return found.length > 0;
};

/**
 * What keeps credentials in queries out of the spans of HTTP and undici: API keys, tokens, signatures of URLs, and the
 * sessions of resumable uploads.
 *
 * ```ts
 * const { http, undici } = redactUrls();
 * new NodeSDK({ instrumentations: [new HttpInstrumentation(http), new UndiciInstrumentation(undici)] });
 * ```
 *
 * @param more further parameters, by their names in queries. Default: those in `GCP_OTEL_REDACT_QUERY`, between commas
 */
export const redactUrls = (
  more: readonly string[] = (process.env['GCP_OTEL_REDACT_QUERY'] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== ''),
): RedactedUrls => {
  const listed = [...SECRET, ...more];
  const names = new Set(listed.map((name) => name.toLowerCase()));
  return {
    http: { redactedQueryParams: listed, redactedQueryParamsServer: listed },
    undici: {
      requestHook(span, { origin, path }) {
        if (!URL.canParse(path, origin)) return;
        const url = new URL(path, origin);
        if (redactedQuery(url, names)) span.setAttributes({ 'url.full': url.href, 'url.query': url.search });
      },
    },
  };
};
