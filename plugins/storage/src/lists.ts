/** Counts the items of lists, read at once or as streams, and the objects that `deleteFiles` deletes. */
import type { Attributes, Call, Consumed } from '@gcp-otel/shared';

type Results = readonly unknown[];

export const listed = ([items]: Results): Attributes | undefined =>
  Array.isArray(items) ? { 'gcp.storage.list.items': items.length } : undefined;

export const readByStream = ({ rows }: Consumed): Attributes => ({ 'gcp.storage.list.items': rows });

/** `deleteFiles` also lists; only its successful deletes count. */
export const countDeleted = (step: Call, call: Call): void => {
  if (step.operation.operation === 'delete') call.count('gcp.storage.delete.count');
};
