/** Decides whether a request goes to Google, by its span or its headers. */
import type { Span } from '@opentelemetry/api';
import { CLIENT_HEADER, isGoogleHost } from './google-hosts';
import { headerIn } from './headers';

const toGoogle = new WeakSet<Span>();

/** Marks the span of a request to Google, for the propagator, which sees the span and not the request. */
export const goesToGoogle = (span: Span): void => void toGoogle.add(span);

const serverOf = (span: Span): unknown =>
  (span as { readonly attributes?: { readonly [name: string]: unknown } }).attributes?.['server.address'];

/** Whether the request of a span is known to go to Google's servers. */
export const isForGoogle = (span: Span): boolean => {
  if (toGoogle.has(span)) return true;
  const server = serverOf(span);
  return typeof server === 'string' && isGoogleHost(server);
};

/** gRPC metadata. */
interface Metadata {
  get(name: string): unknown;
}

const isMetadata = (carrier: object): carrier is Metadata =>
  'internalRepr' in carrier && typeof (carrier as Partial<Metadata>).get === 'function';

/** Whether a request with these headers, or this gRPC metadata, is made by one of Google's client libraries. */
export const isByClientLibrary = (carrier: unknown): boolean => {
  if (typeof carrier !== 'object' || carrier === null)
    return typeof carrier === 'string' && hasHeader(carrier);
  if (!isMetadata(carrier)) return hasHeader(carrier);
  const values = carrier.get(CLIENT_HEADER);
  return Array.isArray(values) && values.length > 0;
};

const hasHeader = (headers: unknown): boolean => headerIn(headers, CLIENT_HEADER) !== undefined;
