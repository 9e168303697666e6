/** Calls on documents: one by its reference, or several at once. */
import type { Attributes, Call, Description } from '@gcp-otel/shared';
import * as billing from './billing';
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

// Written out: an object that is spread into another costs each `doc.get` more bytes than its number is worth.
export const found = ({ exists }: DocumentSnapshot, _target: unknown, call: Call): Attributes =>
  billing.isPerDocument(call)
    ? {
        'gcp.firestore.documents.found': exists ? 1 : 0,
        'gcp.firestore.documents.missing': exists ? 0 : 1,
        'gcp.firestore.billing.reads': 1,
        'gcp.firestore.billing.precision': 'exact',
      }
    : {
        'gcp.firestore.documents.found': exists ? 1 : 0,
        'gcp.firestore.documents.missing': exists ? 0 : 1,
      };

export const allFound = (
  snapshots: readonly DocumentSnapshot[],
  _target: unknown,
  call: Call,
): Attributes => {
  const existing = snapshots.filter(({ exists }) => exists).length;
  // The client requests a duplicate document only once.
  const different = new Set(snapshots.map(({ ref }) => ref?.path ?? ref)).size;
  return {
    'gcp.firestore.documents.found': existing,
    'gcp.firestore.documents.missing': snapshots.length - existing,
    ...billing.ofDocuments(call, different),
  };
};
