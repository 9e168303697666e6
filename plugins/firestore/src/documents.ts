/** Describes calls on one document, and `getAll`. */
import type { Attributes, Description } from '@gcp-otel/shared';
import type { DocumentReference, DocumentSnapshot, Firestore } from './client';
import { collectionOfPath, type Naming } from './collections';
import { commonCollection, describe as describeTarget, describeOnce } from './target';

/** The target of a document call is the collection, so that ids stay out of span names. */
export const describe = (
  document: DocumentReference,
  _: unknown,
  operation: string,
  naming: Naming,
): Description => describeOnce(document._firestore, operation, collectionOfPath(document._path, naming));

const documentsIn = (args: readonly unknown[]): DocumentReference[] =>
  args.filter(
    (arg): arg is DocumentReference => (arg as Partial<DocumentReference> | null)?._path !== undefined,
  );

/** `firestore.getAll(...documents, options)`. */
export const describeAll = (
  firestore: Firestore,
  args: readonly unknown[],
  operation: string,
  naming: Naming,
): Description => {
  const documents = documentsIn(args);
  const collection = commonCollection(documents.map(({ _path: path }) => collectionOfPath(path, naming)));
  const description = describeTarget(firestore, operation, collection);
  description.attributes['gcp.firestore.documents.requested'] = documents.length;
  return description;
};

/** Reading a missing document is billed too. */
export const found = ({ exists }: DocumentSnapshot): Attributes => ({
  'gcp.firestore.documents.found': exists ? 1 : 0,
  'gcp.firestore.documents.missing': exists ? 0 : 1,
  'gcp.firestore.billing.reads': 1,
});

export const allFound = (snapshots: readonly DocumentSnapshot[]): Attributes => {
  const existing = snapshots.filter(({ exists }) => exists).length;
  return {
    'gcp.firestore.documents.found': existing,
    'gcp.firestore.documents.missing': snapshots.length - existing,
    'gcp.firestore.billing.reads': snapshots.length,
  };
};
