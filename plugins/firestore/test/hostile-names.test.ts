import type { Given } from '../../../shared/test/hostile';
import { hostileSuite } from '../../../shared/test/hostile-suite';
import { FirestoreInstrumentation } from '../src';
import { operations } from '../src/operations';

/** An object that has the private fields of all classes at once, filled with what an application was given. */
const fieldsOf = ({ name, list }: Given) => {
  const field = { segments: [name] };
  const firestore = { _settings: { host: 'localhost' }, _projectId: 'shop' };
  const query = {
    _firestore: firestore,
    _queryOptions: {
      parentPath: { segments: [] },
      collectionId: name,
      allDescendants: true,
      kindless: false,
      filters: list({ filters: list({ field, op: name }), operator: 'AND' }),
      fieldOrders: list({ field, direction: name }),
      projection: { fields: list({ fieldPath: name }) },
    },
  };
  return {
    ...firestore,
    ...query,
    _path: { segments: [name, name] },
    _query: query,
    _aggregates: { [name]: { aggregateType: 'sum', _field: name } },
    _options: { limit: 1, distanceMeasure: name, vectorField: name },
    _ops: list({ docPath: `${name}/1` }),
    pendingOps: list({ ref: { _firestore: firestore, _path: field }, type: 'set', failedAttempts: 0 }),
    db: firestore,
    stages: list({ name, options: { collectionId: name } }),
  };
};

/** What documents, queries and batches are given; a listener; the one request that is traced. */
const argsOf = (row: string, given: Given): unknown[] => {
  if (row.endsWith('onSnapshot')) return [() => {}];
  return row === 'Firestore.request' ? ['rollback'] : [fieldsOf(given), fieldsOf(given)];
};

const answerOf = ({ name, list }: Given) =>
  Object.assign(
    list({ id: name, exists: true }),
    { size: 1, results: list({}), docChanges: () => [] },
    {
      metrics: {
        planSummary: { indexesUsed: list({ query_scope: name, properties: name }) },
        executionStats: null,
      },
    },
  );

hostileSuite({
  table: operations,
  plugin: new FirestoreInstrumentation(),
  // The plugin looks for classes that are not exported, of which this library has none.
  complete: ({ Firestore }) => Object.assign(Firestore!.prototype as object, { collection: () => ({}) }),
  fieldsOf,
  argsOf,
  answerOf,
});
