/** Calls of Firestore during which an application makes others. */
import type { Calls } from '../../suites/bill/billed.ts';
import type { Kit } from './kit.ts';

export const frames: Calls<Kit> = {
  'transaction that reads and writes': ({ database }, { id, size, within }) =>
    database.runTransaction(async (transaction) => {
      const one = database.doc(`orders/${id}`);
      const rows = database.collection(`shops/${id}/rows_${size}`);
      await transaction.get(one);
      await transaction.getAll(one, one, one.collection('lines').doc('missing'));
      await transaction.get(rows.offset(1));
      await transaction.get(rows.count());
      await within();
      transaction.set(one, { title: 'a' });
      for (let nth = 0; nth < size; nth++) transaction.delete(one.collection(`lines${nth % 2}`).doc());
    }),

  'transaction that only reads': ({ database }, { id, size, within }) =>
    database.runTransaction(
      async (transaction) => {
        await transaction.get(database.collection(`shops/${id}/rows_${size}`));
        await within();
      },
      { readOnly: true },
    ),

  'transaction that gives up': ({ database }, { id, within }) =>
    database.runTransaction(async (transaction) => {
      transaction.delete((await transaction.get(database.doc(`orders/${id}`))).ref);
      await within();
      throw new RangeError('sold out');
    }),

  'stream with calls between its rows': async ({ database }, { id, size, within }) => {
    let nth = 0;
    for await (const _ of database.collection(`shops/${id}/rows_${size}`).stream())
      if (++nth === 1) await within();
  },

  'stream that is left': async ({ database }, { id, size, within, leaves }) => {
    const most = Math.max(1, Math.min(size, 3));
    let taken = 0;
    for await (const _ of database.collection(`shops/${id}/rows_500`).stream()) {
      leaves(id, ++taken);
      if (taken === most) break;
    }
    await within();
  },

  'listener that is left after its first snapshot': ({ database }, { id, size, within, leaves }) =>
    new Promise((resolve, reject) => {
      const stop = database.collection(`shops/${id}/rows_${size + 1}`).onSnapshot((snapshot) => {
        leaves(id, snapshot.size);
        stop();
        resolve(within());
      }, reject);
    }),

  'bulk writes': async ({ database, unique }, { id, size, within }) => {
    const writer = database.bulkWriter();
    const inside: Promise<void>[] = [];
    writer.onWriteResult(() => void (inside.length === 0 && inside.push(within())));
    const one = database.doc(`orders/${id}`);
    const written = [
      writer.set(one, { title: 'a' }),
      writer.delete(database.doc(`lines/${unique('fine')}-${id}`)),
    ];
    for (let nth = 0; nth < size; nth++) written.push(writer.create(one.collection('lines').doc(), { nth }));
    const outcomes = Promise.allSettled(written);
    await writer.close();
    await outcomes;
    await Promise.all(inside);
  },
};
