/** Attributes of transactions: the type that a call is part of, and calls that begin, read in, or run one. */
import type { Attributes } from '@gcp-otel/shared';
import { optionsIn, type Target } from './client';
import { boundOf, named, requestOf, requestOptionsIn } from './request-options';

type Arguments = readonly unknown[];

const ISOLATION = ['ISOLATION_LEVEL_UNSPECIFIED', 'SERIALIZABLE', 'REPEATABLE_READ'];
const LOCKS = ['READ_LOCK_MODE_UNSPECIFIED', 'PESSIMISTIC', 'OPTIMISTIC'];

const specified = (name: string | undefined): string | undefined =>
  name?.endsWith('UNSPECIFIED') === true ? undefined : name;

/** The type of transaction that a call is part of, by its target. */
export const transactionOf = ({ _options: options, requestOptions, session }: Target): Attributes => {
  if (options === undefined) return { 'gcp.spanner.transaction.type': 'single_use' };
  const attributes: Attributes = { 'gcp.spanner.transaction.type': 'read_write' };
  if (options.readOnly !== undefined) {
    attributes['gcp.spanner.transaction.type'] = 'read_only';
    const bound = boundOf(options.readOnly);
    if (bound !== undefined) attributes['gcp.spanner.timestamp_bound'] = bound;
  } else if (options.partitionedDml !== undefined)
    attributes['gcp.spanner.transaction.type'] = 'partitioned_dml';
  const isolation = specified(named(options.isolationLevel, ISOLATION));
  if (isolation !== undefined) attributes['gcp.spanner.isolation_level'] = isolation;
  const lock = specified(named(options.readWrite?.readLockMode, LOCKS));
  if (lock !== undefined) attributes['gcp.spanner.read_lock_mode'] = lock;
  const multiplexed = session?.metadata?.multiplexed;
  if (session !== undefined) attributes['gcp.spanner.session.multiplexed'] = multiplexed === true;
  return { ...attributes, ...requestOf(requestOptions ?? {}) };
};

export const read = (target: Target, args: Arguments): Attributes => ({
  ...transactionOf(target),
  ...requestOf(requestOptionsIn(args[1])),
});

/** Calls on a database or a table that read in a transaction of their own. */
export const readOnly = (target: Target, args: Arguments): Attributes => {
  const bound = boundOf(optionsIn(args, 0));
  return {
    ...read(target, args),
    'gcp.spanner.transaction.type': 'read_only',
    ...(bound !== undefined && { 'gcp.spanner.timestamp_bound': bound }),
  };
};

/** Mutations of a table, which the client commits in a transaction of its own. */
export const readWrite = (target: Target, args: Arguments): Attributes => ({
  ...requestOf(requestOptionsIn(args[1])),
  ...transactionOf(target),
  'gcp.spanner.transaction.type': 'read_write',
});

export const details = (_target: Target, args: Arguments): Attributes => ({
  ...requestOf(requestOptionsIn(args[0])),
  ...transactionOf({ _options: { readWrite: {}, ...optionsOf(args[0]) } }),
});

const optionsOf = (options: unknown): object => {
  const { isolationLevel, readLockMode } = (options ?? {}) as {
    isolationLevel?: unknown;
    readLockMode?: unknown;
  };
  return { isolationLevel, readWrite: { readLockMode } };
};
