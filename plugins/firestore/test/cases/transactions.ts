import type { SeenSpan } from '../../../../shared/test/telemetry';
import { caseList } from '../../../../shared/test/cases';
import { attribute, call, firestore, found, internal, reads, rows, text, users, writes } from '../support';

const { cases, calls } = caseList();

const transaction = (children: SeenSpan[], more: object = {}) =>
  internal(
    'transaction',
    undefined,
    attribute({
      'transaction.attempts': 1,
      'transaction.max_attempts': 5,
      'transaction.read_only': false,
      ...more,
    }),
    children,
  );
const commit = (size: number, ...more: object[]): SeenSpan => ({
  ...call('commit', undefined, size === 1 ? {} : { 'db.operation.batch.size': size }, ...more),
});
calls(
  'Firestore.runTransaction',
  'reads and writes',
  () =>
    firestore.runTransaction(async (tx) => {
      await tx.get(users().doc('u1'));
      await tx.get(users().where('age', '>', 1));
      await tx.get(users().count());
      await tx.getAll(users().doc('u1'), users().doc('missing'));
      tx.set(users().doc('u1'), { a: 1 }).delete(users().doc('u2'));
    }),
  transaction([
    call('get', 'users', found(1)),
    call('query', 'users', rows(3), text('SELECT * FROM users WHERE age > ?')),
    call('count', 'users', reads(1, 'at_least'), text('SELECT COUNT(*) FROM users')),
    call('get_all', 'users', attribute({ 'documents.requested': 2 }), found(1, 1)),
    commit(
      2,
      { 'db.collection.name': 'users' },
      writes({ set: 1, delete: 1 }),
      attribute({ 'billing.writes': 1, 'billing.deletes': 1, 'billing.precision': 'exact' }),
    ),
  ]),
);
calls(
  'Transaction.get',
  'read-only: nothing to commit',
  () => firestore.runTransaction(async (tx) => void (await tx.get(users().doc('u1'))), { readOnly: true }),
  transaction([call('get', 'users', found(1))], {
    'transaction.max_attempts': 1,
    'transaction.read_only': true,
  }),
);
calls(
  'Transaction.getAll',
  'nothing written: an empty commit',
  () => firestore.runTransaction(async (tx) => void (await tx.getAll(users().doc('u1')))),
  transaction([call('get_all', 'users', attribute({ 'documents.requested': 1 }), found(1)), commit(0)]),
);
calls(
  'Transaction.execute',
  'a pipeline',
  () =>
    firestore.runTransaction(
      async (tx) => void (await tx.execute(firestore.pipeline().collection('users').limit(2))),
      { readOnly: true },
    ),
  transaction([call('pipeline', 'users', { 'db.response.returned_rows': 3 }, text('collection | limit'))], {
    'transaction.max_attempts': 1,
    'transaction.read_only': true,
  }),
);
calls(
  'Transaction.commit',
  'one write, several collections: none',
  () => firestore.runTransaction(async (tx) => void tx.create(users().doc('u1'), {})),
  transaction([
    commit(
      1,
      { 'db.collection.name': 'users' },
      writes({ create: 1 }),
      attribute({ 'billing.writes': 1, 'billing.precision': 'exact' }),
    ),
  ]),
);
const mine = (): never => {
  throw new RangeError('mine');
};
const failed = (span: SeenSpan, type: string): SeenSpan => ({
  ...span,
  attributes: { ...span.attributes, 'error.type': type },
  status: `ERROR ${type}`,
  events: [{ name: 'exception', 'exception.type': type }],
});
calls(
  'Firestore.request',
  'a rollback, because the application threw',
  async () => {
    const refused = firestore.runTransaction(async (tx) => {
      await tx.get(users().doc('u1'));
      mine();
    });
    await refused.catch(() => {});
  },
  failed(transaction([call('get', 'users', found(1)), call('rollback', undefined)]), 'RangeError'),
);

export const transactionCases = cases;
