/** Calls of Cloud Storage during which an application makes others. */
import type { Calls } from '../../suites/bill/billed.ts';
import { streamed, type Kit } from './kit.ts';

/** A client of its own: one that must not repeat a call forgets to repeat the next. */
const bucket = ({ connect, bucket: { name } }: Kit) => connect().bucket(name);

export const frames: Calls<Kit> = {
  'download with calls between its chunks': async (kit, { id, within }) => {
    let nth = 0;
    for await (const _ of bucket(kit).file(`size_300000/${id}`).createReadStream())
      if (++nth === 1) await within();
  },

  'download that is left': async (kit, { id, within }) => {
    for await (const _ of bucket(kit).file(`size_3000000/slow_body/${id}`).createReadStream()) break;
    await within();
  },

  'list with calls between its objects': async (kit, { id, size, within }) => {
    let nth = 0;
    for await (const _ of bucket(kit).getFilesStream({ prefix: `pages_${size + 1}/${id}` }))
      if (++nth === 1) await within();
  },

  'upload of what is made meanwhile': (kit, { id, within }) => {
    async function* made() {
      yield 'part';
      await within();
      yield 'part';
    }
    return bucket(kit).file(id).save(made(), { resumable: false });
  },

  'upload in a session that is left': async (kit, { id, within }) => {
    const sink = bucket(kit).file(id).createWriteStream({ resumable: true });
    sink.on('error', () => {});
    sink.write('part');
    await within();
    sink.destroy();
  },

  'callback with calls in it': (kit, { id, within }) =>
    new Promise((resolve) =>
      bucket(kit)
        .file(`size_10/${id}`)
        .getMetadata(() => resolve(within())),
    ),

  'many uploads with calls in between': async (kit, { id, size, within }) => {
    const one = bucket(kit);
    const sending = Array.from({ length: size }, (_, nth) =>
      streamed(one.file(`${id}/${nth}`).createWriteStream({ resumable: nth % 2 === 1 }), 'content'),
    );
    await Promise.all([Promise.allSettled(sending), within()]);
  },
};
