import { once } from 'node:events';
import { addAbortSignal, type Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Bucket } from '@google-cloud/storage';
import type { Scenario, Tools } from '../../harness/scenario.ts';
import { caseAttribute } from '../../suites/calls.ts';
import { type Client, consume, storageKit, streamed, tolerateUpstream } from './kit.ts';

/** One way for a stream to end, and what its span says then: nothing where nothing was sent. */
interface Ending<Stream> {
  readonly end: (stream: Stream, tools: Tools) => unknown;
  readonly span: 'none' | 'ok' | 'aborted' | `error ${string}`;
  /** The object, where it is a special one. */
  readonly object?: string;
}

export type Endings<Stream> = Readonly<Record<string, Ending<Stream>>>;

const own = () => new RangeError('own');
const ignore = () => {};
const closed = (stream: Readable | Writable) => once(stream, 'close').catch(ignore);
const failing = async (work: Promise<unknown>) => void (await work.catch(ignore));

/** A sink that takes one chunk. */
const failingSink = () => new Writable({ write: (_chunk, _encoding, done) => done(own()) });
/** A source that gives one chunk. */
async function* failingSource() {
  yield 'content';
  await new Promise((resolve) => setTimeout(resolve, 50));
  throw own();
}

export const reads: Endings<Readable> = {
  'read to its end': { end: (stream) => consume(stream), span: 'ok' },
  'read by events': { end: (stream) => closed(stream.resume()), span: 'ok' },
  'left by a break': {
    async end(stream) {
      for await (const _ of stream) break;
    },
    span: 'aborted',
  },
  'destroyed in the middle': {
    end: (stream) => closed(stream.once('data', () => stream.destroy())),
    span: 'aborted',
  },
  'destroyed in the middle, with an error': {
    end: (stream) => closed(stream.on('error', ignore).once('data', () => stream.destroy(own()))),
    span: 'error RangeError',
  },
  'aborted by a signal': {
    end(stream) {
      const controller = new AbortController();
      addAbortSignal(controller.signal, stream);
      return closed(stream.on('error', ignore).once('data', () => controller.abort()));
    },
    span: 'aborted',
  },
  'aborted by the signal of a pipeline': {
    async end(stream) {
      const controller = new AbortController();
      stream.once('data', () => controller.abort());
      await failing(pipeline(stream, new Writable({ write: (_, __, done) => done() }), controller));
    },
    span: 'aborted',
  },
  'destroyed before an answer came': {
    async end(stream, { delay }) {
      stream.resume();
      await delay(50);
      stream.destroy();
      await delay(400);
    },
    object: 'slow_first',
    span: 'aborted',
  },
  'piped to its end': {
    end: (stream) => pipeline(stream, new Writable({ write: (_, __, done) => done() })),
    span: 'ok',
  },
  'piped into a sink that fails': {
    end: (stream) => failing(pipeline(stream, failingSink())),
    span: 'error RangeError',
  },
  'of an object that is missing': {
    end: (stream) => failing(consume(stream)),
    object: 'missing',
    span: 'error 404',
  },
  'of an object that does not match its checksum': {
    end: (stream) => failing(consume(stream)),
    object: 'corrupt',
    span: 'error CONTENT_DOWNLOAD_MISMATCH',
  },
  'destroyed before it is read': { end: (stream) => closed(stream.destroy()), span: 'none' },
  'destroyed with an error before it is read': {
    end: (stream) => closed(stream.on('error', ignore).destroy(own())),
    span: 'none',
  },
  'never read': { end: (_, { delay }) => delay(50), span: 'none' },
};

/** What is written is on its way. */
const begun = async (stream: Writable, { delay }: Tools) => {
  stream.on('error', ignore).write('content');
  await delay(100);
};

export const writes: Endings<Writable> = {
  'written to its end': { end: (stream) => streamed(stream, 'content'), span: 'ok' },
  'ended with its only chunk': { end: (stream) => closed(stream.end('content')), span: 'ok' },
  'ended without a chunk': { end: (stream) => closed(stream.end()), span: 'ok' },
  'destroyed in the middle': {
    async end(stream, tools) {
      await begun(stream, tools);
      await closed(stream.destroy());
    },
    span: 'aborted',
  },
  'destroyed in the middle, with an error': {
    async end(stream, tools) {
      await begun(stream, tools);
      await closed(stream.destroy(own()));
    },
    span: 'error RangeError',
  },
  'aborted by a signal': {
    async end(stream, tools) {
      const controller = new AbortController();
      addAbortSignal(controller.signal, stream);
      await begun(stream, tools);
      controller.abort();
      await closed(stream);
    },
    span: 'aborted',
  },
  'piped from a source that fails': {
    end: (stream) => failing(pipeline(failingSource, stream)),
    span: 'error RangeError',
  },
  'to an object that is refused': {
    end: (stream) => failing(streamed(stream, 'content')),
    object: 'http_403',
    span: 'error 403',
  },
  'what arrives does not match its checksum': {
    end: (stream) => failing(streamed(stream, 'content')),
    object: 'corrupt',
    span: 'error FILE_NO_UPLOAD',
  },
  'destroyed before it is written to': { end: (stream) => closed(stream.destroy()), span: 'none' },
  'never written to': { end: (_, { delay }) => delay(50), span: 'none' },
};

type Open<Stream> = (bucket: Bucket, object: string) => Stream;

/** Every table of endings, by what it is the table of. */
export const endings = {
  'a read stream': {
    table: reads,
    open: (bucket, object) => bucket.file(`size_300000/${object}`).createReadStream(),
  },
  'a write stream, in one request': {
    table: writes,
    open: (bucket, object) => bucket.file(object).createWriteStream({ resumable: false }),
  },
  'a write stream, in a session': {
    table: writes,
    open: (bucket, object) => bucket.file(object).createWriteStream({ resumable: true }),
  },
} satisfies {
  readonly [kind: string]:
    | { readonly table: typeof reads; readonly open: Open<Readable> }
    | { readonly table: typeof writes; readonly open: Open<Writable> };
};

const scenario: Scenario<Client> = async (client, tools) => {
  tolerateUpstream();
  /* oxlint-disable no-await-in-loop -- the client's connections are shared: what leaves one early can break another's request */
  for (const [kind, { table, open }] of Object.entries(endings)) {
    for (const [nth, [title, { end, object = 'fine' }]] of Object.entries(table).entries()) {
      const take = async () => {
        const { bucket } = storageKit(client, tools);
        const stream = open(bucket, tools.unique(`${object}-${kind.length}-${nth}`));
        await Promise.race([end(stream as never, tools), tools.delay(5_000)]);
      };
      await tools.inSpan('ending', take, { [caseAttribute]: `${kind}: ${title}` });
    }
  }
  // The client does not end the requests of what it no longer uploads.
  await tools.settled(500);
};

export default scenario;
