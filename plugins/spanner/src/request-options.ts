/** Attributes of request options: tags, priority, timestamp bound, and the id of the request. */
import type { Attributes, Call } from '@gcp-otel/shared';
import type { RequestOptions } from './client';

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

const PRIORITIES = ['PRIORITY_UNSPECIFIED', 'PRIORITY_LOW', 'PRIORITY_MEDIUM', 'PRIORITY_HIGH'];

export const named = (value: unknown, names: readonly string[]): string | undefined =>
  typeof value === 'number' ? names[value] : text(value);

export const requestOf = ({ requestTag, priority, transactionTag }: RequestOptions): Attributes => {
  const attributes: Attributes = {};
  const tag = text(requestTag);
  if (tag !== undefined) attributes['gcp.spanner.request.tag'] = tag;
  const level = named(priority, PRIORITIES);
  if (level !== undefined) attributes['gcp.spanner.request.priority'] = level;
  const transaction = text(transactionTag);
  if (transaction !== undefined) attributes['gcp.spanner.transaction.tag'] = transaction;
  return attributes;
};

/** The kinds of timestamp bounds. Their values are data and are not recorded. */
const BOUNDS = Object.entries({
  strong: 'strong',
  exactStaleness: 'exact_staleness',
  maxStaleness: 'max_staleness',
  minReadTimestamp: 'min_read_timestamp',
  readTimestamp: 'read_timestamp',
});

export const boundOf = (options: { readonly [bound: string]: unknown }): string | undefined => {
  for (const [option, bound] of BOUNDS) {
    const value = options[option];
    if (value !== undefined && value !== null && value !== false) return bound;
  }
  return undefined;
};

export const requestOptionsIn = (options: unknown): RequestOptions =>
  (options as { readonly requestOptions?: RequestOptions } | undefined)?.requestOptions ?? {};

/** The error has the id of the failed request, which Google's support asks for. */
export const failedId = (error: { readonly requestID?: unknown } | undefined): Attributes | undefined => {
  const id = text(error?.requestID);
  return id === undefined ? undefined : { 'gcp.spanner.request.id': id };
};

/** Each request has an id. The last one is recorded. */
export const noteId = (
  call: Call,
  [config]: readonly [{ readonly headers?: { readonly [header: string]: unknown } }],
): void => {
  const id = text(config?.headers?.['x-goog-spanner-request-id']);
  if (id !== undefined) call.note('gcp.spanner.request.id', id);
};
