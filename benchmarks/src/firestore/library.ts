import type { Readable } from 'node:stream';
import { answer, AT_ONCE, type Push, repeated } from '../stub.ts';

/** The client's settings, under the names that the plugin reads. */
const firestore = { _settings: {}, _projectId: 'shop', _databaseId: '(default)' };

const field = (name: string): { segments: string[] } => ({ segments: [name] });

/** `where('age', '>=', …).where('city', '==', …).orderBy('age').limit(20)` */
const queryOptions = {
  parentPath: { segments: [] as string[] },
  collectionId: 'users',
  allDescendants: false,
  kindless: false,
  filters: [
    { field: field('age'), op: 'GREATER_THAN_OR_EQUAL' },
    { field: field('city'), op: 'EQUAL' },
  ],
  fieldOrders: [{ field: field('age'), direction: 'ASCENDING' }],
  limit: 20,
  limitType: 0,
};

export interface DocumentSnapshot {
  readonly exists: boolean;
}

export interface QuerySnapshot {
  readonly size: number;
}

const documentSnapshot: DocumentSnapshot = { exists: true };
const querySnapshot: QuerySnapshot = { size: 20 };

/**
 * A client that responds on the next microtask, so that only the overhead around it is measured. It has the private
 * fields that the plugin reads. Each call of this function defines new classes, of which some are instrumented.
 */
export const defineLibrary = () => {
  class DocumentReference {
    readonly _firestore = firestore;
    readonly _path = { segments: ['users', 'ada'] };

    async get(): Promise<DocumentSnapshot> {
      await answer;
      return documentSnapshot;
    }
  }

  class Query {
    readonly _firestore = firestore;
    readonly _queryOptions = queryOptions;
    private readonly rows: number;
    private readonly push: Push;

    constructor(rows = 0, push: Push = AT_ONCE) {
      this.rows = rows;
      this.push = push;
    }

    async get(): Promise<QuerySnapshot> {
      await answer;
      return querySnapshot;
    }

    stream(): Readable {
      return repeated(documentSnapshot, this.rows, this.push);
    }
  }

  return { DocumentReference, Query };
};

export type Library = ReturnType<typeof defineLibrary>;
