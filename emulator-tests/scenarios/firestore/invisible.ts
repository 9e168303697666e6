import type { Calls } from '../../suites/calls.ts';
import { observing } from '../../suites/invisibility/observe.ts';
import { calls as rightCalls } from './calls.ts';
import type { Client, Kit } from './kit.ts';

const wrong = (target: (kit: Kit) => object, method: string, ...args: unknown[]) =>
  ({ returns: 'promise', make: (kit: Kit) => ({ target: target(kit), method, args }) }) as const;

/** Calls that the client refuses before it sends anything: some it throws for, some it rejects. */
const wrongCalls: Calls<Kit> = {
  'doc.set(1)': wrong(({ database }) => database.doc('a/b'), 'set', 1),
  'doc.update()': wrong(({ database }) => database.doc('a/b'), 'update'),
  'doc.onSnapshot(1)': wrong(({ database }) => database.doc('a/b'), 'onSnapshot', 1),
  'col.add(1)': wrong(({ database }) => database.collection('a'), 'add', 1),
  'firestore.getAll()': wrong(({ database }) => database, 'getAll'),
  'firestore.runTransaction(1)': wrong(({ database }) => database, 'runTransaction', 1),
  'firestore.runTransaction(() => 1)': wrong(
    ({ database }) => database,
    'runTransaction',
    () => 1,
  ),
  'limitToLast.get': wrong(({ database }) => database.collection('a').limitToLast(1), 'get'),
  'limitToLast.stream': wrong(({ database }) => database.collection('a').limitToLast(1), 'stream'),
};

export const calls: Calls<Kit> = { ...rightCalls, ...wrongCalls };

export default observing<Client, Kit>(
  (client, tools) => ({ ...tools, client, database: new client.Firestore() }),
  calls,
  { ids: () => ['fine', 'permission_denied', 'midstream_permission_denied', 'unavailable_once'] },
);
