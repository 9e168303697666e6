/** Lists, as a whole and as streams, and what is deleted of them. */
import type { Attributes, Call, Consumed } from '@gcp-otel/shared';

type Results = readonly unknown[];

export const listed = ([items]: Results): Attributes | undefined =>
  Array.isArray(items) ? { 'gcp.storage.list.items': items.length } : undefined;

export const readByStream = ({ rows }: Consumed): Attributes => ({ 'gcp.storage.list.items': rows });

/** Of the steps of `deleteFiles`, the ones that deleted. */
export const countDeleted = (step: Call, call: Call): void => {
  if (step.operation.operation === 'delete') call.count('gcp.storage.delete.count');
};
