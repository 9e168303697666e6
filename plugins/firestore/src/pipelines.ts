/** Describes pipelines, which exist since 8.2. */
import type { Attributes, Consumed, Description } from '@gcp-otel/shared';
import type { Pipeline, Transaction } from './client';
import { collectionOfGroup, collectionOfPath, type Naming } from './collections';
import { describe as describeTarget } from './target';

export const describe = (
  { db, stages }: Pipeline,
  _: unknown,
  operation: string,
  naming: Naming,
): Description => {
  const [source] = stages;
  const path = source?.collectionPath?.split('/').filter((segment) => segment !== '');
  const collection =
    path === undefined
      ? collectionOfGroup(source?.options?.collectionId, naming)
      : collectionOfPath({ segments: path }, naming);
  return describeTarget(db, operation, collection);
};

/** `transaction.execute(pipeline)`. */
export const describeInTransaction = (
  _: Transaction,
  [pipeline]: readonly [Pipeline],
  operation: string,
  naming: Naming,
): Description => describe(pipeline, undefined, operation, naming);

export const text = ({ stages }: Pipeline): Attributes => ({
  'db.query.text': stages.map(({ name }) => name).join(' | '),
});

export const textInTransaction = (_: Transaction, [pipeline]: readonly [Pipeline]): Attributes =>
  text(pipeline);

export const rows = ({ results }: { readonly results: readonly unknown[] }): Attributes => ({
  'db.response.returned_rows': results.length,
});
export const streamedRows = ({ rows: count }: Consumed): Attributes => ({
  'db.response.returned_rows': count,
});
