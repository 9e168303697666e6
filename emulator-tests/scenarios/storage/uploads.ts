import type { Steps } from '../../suites/traces/steps.ts';
import { chunk, streamed, type Kit } from './kit.ts';

/** Three chunks of the smallest size that the client allows, and a bit. */
const content = Buffer.alloc(3 * chunk + 1, 'a');
const chunked = { resumable: true, chunkSize: chunk } as const;

/** How objects are sent: in one request, in a session, in chunks, again. */
export const steps: Steps<Kit> = {
  'in chunks': {
    run: ({ bucket }) => bucket.file('chunked').save(content, chunked),
    tree: `
I app
  C upload bucket
    C POST
    C PUT
    C PUT
    C PUT
    C PUT`,
  },
  'a session that loses two chunks': {
    run: ({ bucket, unique }) => bucket.file(unique('lost_chunk_2')).save(content, chunked),
    tree: `
I app
  C upload bucket
    C POST
    C PUT
    C PUT
    C PUT
    C PUT
    C PUT
    C PUT`,
  },
  'a chunk that is refused once': {
    run: ({ connect, unique }) =>
      // A client of its own, which has not been told yet that it must not try again.
      connect()
        .bucket('bucket')
        .file(unique('chunk_503_1'))
        .save(content, { ...chunked, preconditionOpts: { ifGenerationMatch: 0 } }),
    tree: `
I app
  C upload bucket
    C POST
    C PUT ! 503
    C PUT
    C PUT
    C PUT
    C PUT
    C PUT`,
  },
  'a session that is refused': {
    run: ({ bucket, unique }) => refused(bucket.file(unique('session_412')).save(content, chunked)),
    tree: `
I app
  C upload bucket ! 412
    C POST ! 412`,
  },
  'one request that is refused once: the client saves again what it may': {
    run: ({ bucket, unique }) =>
      bucket
        .file(unique('http_503_1'))
        .save('content', { resumable: false, preconditionOpts: { ifGenerationMatch: 0 } }),
    tree: `
I app
  C upload bucket
    C POST ! 503
    C POST`,
  },
  'data that is made while it is sent': {
    async run({ bucket, inSpan }) {
      const file = bucket.file('generated');
      async function* made() {
        yield await inSpan('makes a part', async () => 'part');
      }
      await file.save(made(), { resumable: false });
    },
    tree: `
I app
  C upload bucket
    C POST
  I makes a part`,
  },
  'a stream that is written to in pieces': {
    async run({ bucket }) {
      await streamed(bucket.file('streamed').createWriteStream(chunked), ...parts(content));
    },
    tree: `
I app
  C upload bucket
    C POST
    C PUT
    C PUT
    C PUT
    C PUT`,
  },
  'what does not match its checksum is deleted again': {
    run: ({ bucket, unique }) =>
      refused(bucket.file(unique('corrupt')).save('content', { resumable: false })),
    tree: `
I app
  C upload bucket ! FILE_NO_UPLOAD
    C POST
    C DELETE`,
  },
  'a session for others to use': {
    async run({ bucket }) {
      const file = bucket.file('session');
      const [uri] = await file.createResumableUpload();
      await streamed(file.createWriteStream({ uri, resumable: true }), 'content');
    },
    tree: `
I app
  C create_resumable_upload bucket
    C POST
  C upload bucket
    C PUT
    C PUT`,
  },
};

const refused = (call: Promise<unknown>): Promise<void> =>
  call.then(
    () => {
      throw new Error('was not refused');
    },
    () => {},
  );

function* parts(whole: Buffer): Generator<Buffer> {
  for (let at = 0; at < whole.length; at += 100_000) yield whole.subarray(at, at + 100_000);
}
