/** Describes mutations: those that a transaction commits, and those that are written without one. */
import type { Attributes, Consumed, Description } from '@gcp-otel/shared';
import type { Mutation, Target } from './client';
import { requestOf, requestOptionsIn } from './request-options';
import { describeWrites } from './target';
import { transactionOf } from './transactions';

type Arguments = readonly unknown[];
type Results = readonly unknown[];

/** `transaction.commit()`: counts the queued mutations. */
export const describe = (target: Target, _args: Arguments, operation: string): Description => {
  const mutations = target._queuedMutations ?? [];
  const more = mutations.length === 0 ? undefined : { 'gcp.spanner.mutations': mutations.length };
  return describeWrites(target, operation, more);
};

/** `writeAtLeastOnce(mutationSet)` and `batchWriteAtLeastOnce(groups)`. */
export const describeSets = (target: Target, [argument]: Arguments, operation: string): Description => {
  const sets = (Array.isArray(argument) ? argument : [argument]) as readonly (
    | { proto?(): unknown }
    | undefined
  )[];
  const count = sets.reduce((sum, set) => sum + mutationsIn(set?.proto?.()), 0);
  return describeWrites(target, operation, {
    'gcp.spanner.mutations': count,
    ...(sets.length > 1 && { 'db.operation.batch.size': sets.length }),
  });
};

const mutationsIn = (proto: unknown): number => {
  if (Array.isArray(proto)) return (proto as readonly Mutation[]).length;
  const { mutations } = (proto ?? {}) as { readonly mutations?: readonly Mutation[] };
  return mutations?.length ?? 0;
};

export const blindWrite = (target: Target, args: Arguments): Attributes => ({
  ...requestOf(requestOptionsIn(args[1])),
  ...transactionOf(target),
  'gcp.spanner.transaction.type': 'blind_write',
});

/** `[commitResponse]` */
export const committed = ([response]: Results): Attributes | undefined => {
  const { commitStats } = (response ?? {}) as {
    readonly commitStats?: { readonly mutationCount?: unknown } | null;
  };
  const count = Number(commitStats?.mutationCount ?? Number.NaN);
  return Number.isNaN(count) ? undefined : { 'gcp.spanner.commit.mutations': count };
};

/** The number of failed groups in a chunk of a batch write. They arrive as data, not as an error. */
export const failedGroups = ({
  status,
  indexes,
}: {
  readonly status?: { readonly code?: number } | null;
  readonly indexes?: readonly number[];
}): number => (status?.code ? (indexes?.length ?? 1) : 0);

export const groupsFailed = ({ rows: count }: Consumed): Attributes => ({
  'gcp.spanner.batch_write.failed_groups': count,
});
