/** Requests that nobody wants to read about: health checks, and those that libraries send to the metadata server. */
import type { HttpInstrumentationConfig } from '@opentelemetry/instrumentation-http';
import type { UndiciInstrumentationConfig } from '@opentelemetry/instrumentation-undici';
import { listIn, textIn } from './variables';

/** https://cloud.google.com/compute/docs/metadata/querying-metadata */
const METADATA_HOSTS: ReadonlySet<string> = new Set([
  'metadata',
  'metadata.google.internal',
  'metadata.google.internal.',
  '169.254.169.254',
]);

/** Without a port. */
const hostOf = (host: string): string => host.replace(/:\d+$/, '').toLowerCase();

const isMetadataServer = (host: string): boolean => {
  const own = textIn('GCE_METADATA_HOST');
  return METADATA_HOSTS.has(hostOf(host)) || (own !== undefined && host.toLowerCase() === own.toLowerCase());
};

/** Paths without their query. One that ends with `*` stands for all that begin so. */
const matcherOf = (patterns: readonly string[]): ((url: string) => boolean) => {
  const exact = new Set(patterns.filter((pattern) => !pattern.endsWith('*')));
  const prefixes = patterns.filter((pattern) => pattern.endsWith('*')).map((pattern) => pattern.slice(0, -1));
  return (url) => {
    const path = url.split('?', 1)[0]!;
    return exact.has(path) || prefixes.some((prefix) => path.startsWith(prefix));
  };
};

interface Ignoring {
  readonly http: Pick<HttpInstrumentationConfig, 'ignoreIncomingRequestHook' | 'ignoreOutgoingRequestHook'>;
  readonly undici: Pick<UndiciInstrumentationConfig, 'ignoreRequestHook'>;
}

/**
 * Incoming requests for the paths in `GCP_OTEL_IGNORE_PATHS` have no trace: neither a span of their own, nor any for what
 * they call. Requests to the metadata server have no span.
 */
export const ignoringNoise = (paths: readonly string[] = listIn('GCP_OTEL_IGNORE_PATHS')): Ignoring => {
  const isIgnored = matcherOf(paths);
  return {
    http: {
      ignoreIncomingRequestHook: ({ url = '' }) => isIgnored(url),
      ignoreOutgoingRequestHook: ({ hostname, host, port }) => {
        const name = hostname ?? host ?? '';
        return isMetadataServer(name) || (port != null && isMetadataServer(`${name}:${port}`));
      },
    },
    undici: { ignoreRequestHook: ({ origin }) => isMetadataServer(origin.replace(/^https?:\/\//, '')) },
  };
};
