import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Firestore, Filter, type Query } from '@google-cloud/firestore';
import { sharedEmulator, startEmulator, type Backend } from '../../emulators/index.ts';

const ids = async (query: Query) => (await query.get()).docs.map((document) => document.id);

/** The same expectations for the embedded server and for the emulator of the run: what a demo does works on both alike. */
describe.each(['embedded', 'of the run'])('the Firestore backend %s', (which) => {
  let backend: Backend;
  let database: Firestore;

  beforeAll(async () => {
    const { PATH, FIRESTORE_EMULATOR_HOST } = process.env;
    if (which === 'embedded') Object.assign(process.env, { PATH: '', FIRESTORE_EMULATOR_HOST: '' });
    backend = which === 'embedded' ? await startEmulator('firestore') : sharedEmulator('firestore');
    Object.assign(process.env, { PATH }, FIRESTORE_EMULATOR_HOST ? { FIRESTORE_EMULATOR_HOST } : {});
    const [host, port] = backend.host.split(':');
    database = new Firestore({ projectId: `demo-${Date.now()}`, host: `${host}:${port}`, ssl: false });

    const writer = database.bulkWriter();
    for (let number = 1; number <= 30; number++) {
      void writer.set(database.doc(`numbers/${number}`), { number, even: number % 2 === 0, note: null });
    }
    void writer.set(database.doc('numbers/1/divisors/one'), { value: 1 });
    void writer.set(database.doc('letters/ghost/divisors/two'), { value: 2 });
    await writer.close();
  });

  afterAll(async () => {
    await database?.terminate();
    if (which === 'embedded') await backend?.stop();
  });

  const numbers = () => database.collection('numbers');

  test('queries', async () => {
    expect(
      await ids(
        numbers().where('number', '>', 25).where('even', '==', true).orderBy('number', 'desc').limit(2),
      ),
    ).toEqual(['30', '28']);
    expect(await ids(numbers().orderBy('number').startAfter(28))).toEqual(['29', '30']);
    expect(await ids(numbers().orderBy('number').offset(1).limit(1))).toEqual(['2']);
    expect(await ids(numbers().where('note', '==', null).limit(1))).toEqual(['1']);
    expect(
      await ids(
        numbers().where(Filter.or(Filter.where('number', '==', 3), Filter.where('number', 'in', [5]))),
      ),
    ).toEqual(['3', '5']);
    expect(await ids(database.collectionGroup('divisors'))).toEqual(['two', 'one']);
  });

  test('aggregations', async () => {
    expect((await numbers().count().get()).data()).toEqual({ count: 30 });
  });

  test('lists, documents that only have collections included', async () => {
    expect((await database.listCollections()).map(({ id }) => id).toSorted()).toEqual(['letters', 'numbers']);
    expect((await database.doc('numbers/1').listCollections()).map(({ id }) => id)).toEqual(['divisors']);
    expect((await database.collection('letters').listDocuments()).map(({ id }) => id)).toEqual(['ghost']);
  });

  test('a listener sees what is added and removed', async () => {
    const watched = database.collection('watched');
    const seen: string[] = [];
    await new Promise<void>((resolve, reject) => {
      const stop = watched.onSnapshot((snapshot) => {
        seen.push(
          snapshot
            .docChanges()
            .map(({ type, doc }) => `${type} ${doc.id}`)
            .join(),
        );
        if (seen.length === 1) void watched.doc('a').set({});
        if (seen.length === 2) void watched.doc('a').delete();
        if (seen.length === 3) resolve(stop());
      }, reject);
    });
    expect(seen).toEqual(['', 'added a', 'removed a']);
  });

  test('a failed bulk write is the failure of that write only', async () => {
    const writer = database.bulkWriter();
    const codes = [
      writer.create(database.doc('numbers/1'), {}).catch((error: { code: number }) => error.code),
      writer.create(database.doc('numbers/31'), { number: 31 }).then(() => 0),
    ];
    await writer.close();
    expect(await Promise.all(codes)).toEqual([6, 0]);
    await database.doc('numbers/31').delete();
  });

  test('transactions do not lose updates', async () => {
    const counter = database.doc('counters/one');
    await counter.set({ value: 0 });
    const increment = () =>
      database.runTransaction(async (transaction) => {
        const { value } = (await transaction.get(counter)).data() ?? {};
        transaction.update(counter, { value: value + 1 });
      });
    await Promise.all([increment(), increment(), increment()]);
    expect((await counter.get()).data()).toEqual({ value: 3 });
  });

  test('recursive deletion', async () => {
    const tree = database.doc('trees/oak');
    await Promise.all([
      tree.set({}),
      tree.collection('leaves').doc('a').set({}),
      database.doc('trees/elm/leaves/b').set({}),
    ]);
    await database.recursiveDelete(tree);
    expect(await ids(database.collectionGroup('leaves'))).toEqual(['b']);
    await database.recursiveDelete(database.collection('trees'));
    expect(await ids(database.collectionGroup('leaves'))).toEqual([]);
  });
});
