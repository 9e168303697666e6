/** Describes listeners: the `listen` call, which ends with the first snapshot, and each later snapshot. */
import type { Attributes, Call, Description } from '@gcp-otel/shared';
import * as billing from './billing';
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

export const firstSnapshot = (
  snapshot: Snapshot | undefined,
  _target: unknown,
  call: Call,
): Attributes | undefined =>
  snapshot && {
    ...snapshotSize(snapshot),
    ...billing.ofSnapshot(call, isQuerySnapshot(snapshot) ? snapshot.size : 1, true),
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

export const laterSnapshot = (_: unknown, __: unknown, call: Call): Attributes => {
  const [snapshot] = call.args as [Snapshot];
  const changed = isQuerySnapshot(snapshot)
    ? snapshot.docChanges().filter(({ type }) => type !== 'removed').length
    : 1;
  return { ...snapshotSize(snapshot), ...billing.ofSnapshot(call, changed, false) };
};
