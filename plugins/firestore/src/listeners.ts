/** Describes listeners: the `listen` call, which ends with the first snapshot, and each later snapshot. */
import type { Attributes, Call, Description } from '@gcp-otel/shared';
import type { DocumentReference, DocumentSnapshot, Query, QuerySnapshot } from './client';
import type { Naming } from './collections';
import * as documents from './documents';
import * as queries from './queries';

type Snapshot = DocumentSnapshot | QuerySnapshot;

const isQuerySnapshot = (snapshot: Snapshot): snapshot is QuerySnapshot => 'docChanges' in snapshot;

const snapshotSize = (snapshot: Snapshot): Attributes => ({
  'gcp.firestore.listen.size': isQuerySnapshot(snapshot) ? snapshot.size : Number(snapshot.exists),
  'gcp.firestore.listen.changes': isQuerySnapshot(snapshot) ? snapshot.docChanges().length : 1,
});

/** The first snapshot is billed like a query. */
export const firstSnapshot = (snapshot: Snapshot | undefined): Attributes | undefined =>
  snapshot && {
    ...snapshotSize(snapshot),
    'gcp.firestore.billing.reads': isQuerySnapshot(snapshot) ? Math.max(1, snapshot.size) : 1,
  };

export const describeSnapshot = (
  source: DocumentReference | Query,
  _: unknown,
  operation: string,
  naming: Naming,
): Description =>
  '_queryOptions' in source
    ? queries.describe(source, _, operation, naming)
    : documents.describe(source, _, operation, naming);

/** A later snapshot is billed for the documents that were added or modified. */
export const laterSnapshot = (_: unknown, __: unknown, { args }: Call): Attributes => {
  const [snapshot] = args as [Snapshot];
  const reads = isQuerySnapshot(snapshot)
    ? snapshot.docChanges().filter(({ type }) => type !== 'removed').length
    : 1;
  return { ...snapshotSize(snapshot), 'gcp.firestore.billing.reads': reads };
};
