import type { FirestoreState, FirestoreStateDocument } from '@firestore-emulator/server';

type Collections = ReturnType<FirestoreStateDocument['toJSON']>['collections'];

/** The collections directly below a document or a database (`projects/p/databases/d/documents`). */
export function collectionsOf(state: FirestoreState, parent: string): Collections {
  const [, project = '', , database = '', , ...path] = parent.split('/');
  return path.length === 0
    ? state.getProject(project).getDatabase(database).toJSON().collections
    : state.getDocument(parent).toJSON().collections;
}

/** The documents that a query's `from` selects; an empty collection id selects every collection. */
export function documentsOf(
  state: FirestoreState,
  parent: string,
  collectionId: string,
  allDescendants: boolean,
): FirestoreStateDocument[] {
  const paths: string[] = [];
  const walk = (collections: Collections): void => {
    for (const [id, collection] of Object.entries(collections)) {
      for (const document of Object.values(collection.documents)) {
        if (!collectionId || id === collectionId) paths.push(document.path);
        if (allDescendants) walk(document.collections);
      }
    }
  };
  walk(collectionsOf(state, parent));
  return paths.map((path) => state.getDocument(path)).filter((document) => document.metadata.hasExist);
}
