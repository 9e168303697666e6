import { withCallbacks, type Call, type Calls } from '../../suites/calls.ts';
import { observing } from '../../suites/invisibility/observe.ts';
import { calls as rightCalls } from './calls.ts';
import { storageKit, type Client, type Kit } from './kit.ts';

const wrong = (target: (kit: Kit) => object, method: string, ...args: unknown[]): Call<Kit> => ({
  returns: 'promise',
  takesCallback: true,
  make: (kit) => ({ target: target(kit), method, args }),
});

/** Calls that the client refuses before it sends anything: it rejects them, and throws where it is given a callback. */
const wrongCalls: Calls<Kit> = {
  'bucket.combine([])': wrong(({ bucket }) => bucket, 'combine', [], 'whole'),
  'bucket.createChannel()': wrong(({ bucket }) => bucket, 'createChannel', 1),
  'file.copy(undefined)': wrong(({ bucket }) => bucket.file('a'), 'copy', undefined),
  'file.getSignedUrl()': wrong(({ bucket }) => bucket.file('a'), 'getSignedUrl', { action: 'read' }),
  'storage.createBucket()': wrong(({ storage }) => storage, 'createBucket'),
  'storage.createHmacKey(1)': wrong(({ storage }) => storage, 'createHmacKey', 1),
  'file.createWriteStream: a part of an upload that nobody has begun': {
    returns: 'writable',
    make: ({ bucket }) => ({
      target: bucket.file('a'),
      method: 'createWriteStream',
      args: [{ offset: 1, isPartialUpload: true }],
    }),
  },
  'file.createReadStream: a range and a checksum': {
    returns: 'stream',
    make: ({ bucket }) => ({
      target: bucket.file('a'),
      method: 'createReadStream',
      args: [{ start: 1, end: 10, validation: 'md5' }],
    }),
  },
};

const isDownload = (title: string) => /download|createReadStream/.test(title);

/** What the client leaves early can break another's request: it comes last. */
const inOrder = (all: Calls<Kit>): Calls<Kit> =>
  Object.fromEntries(
    Object.entries(all).toSorted(
      ([titleA, a], [titleB, b]) =>
        Number(isDownload(titleA)) - Number(isDownload(titleB)) ||
        order.indexOf(a.returns) - order.indexOf(b.returns),
    ),
  );
const order: readonly Call<Kit>['returns'][] = ['promise', 'callback', 'writable', 'stream'];

export const calls = inOrder(withCallbacks({ ...rightCalls, ...wrongCalls }));

export default observing<Client, Kit>(storageKit, calls, {
  ids: (title) => ['fine', 'http_403', ...(isDownload(title) ? ['truncated'] : [])],
  atOnce: 100,
  patienceMs: 1_500,
});
