import { type Readable, Writable } from 'node:stream';

/** A way of reading a stream to its end. `heard` is called for every chunk. */
export type Consume = (stream: Readable, heard?: () => void) => Promise<void>;

const ignore = (): void => {};

export const forAwait: Consume = async (stream, heard = ignore) => {
  for await (const chunk of stream) {
    void chunk;
    heard();
  }
};

export const onData: Consume = (stream, heard = ignore) =>
  new Promise((resolve, reject) => {
    stream.on('data', heard).once('end', resolve).once('error', reject);
  });

export const byPipe: Consume = (stream, heard = ignore) =>
  new Promise((resolve, reject) => {
    const sink = new Writable({
      objectMode: true,
      write(_chunk, _encoding, done) {
        heard();
        done();
      },
    });
    stream.once('error', reject).pipe(sink).once('finish', resolve);
  });

export const consumers: readonly Consume[] = [forAwait, onData, byPipe];

/** The number of event loop turns until the first chunk arrives. */
export const turnsUntilFirst = async (read: (heard: () => void) => Promise<void>): Promise<number> => {
  let turns = 0;
  let first: number | undefined;
  let timer: NodeJS.Immediate;
  const turn = (): void => {
    turns++;
    timer = setImmediate(turn);
  };
  timer = setImmediate(turn);
  await read(() => (first ??= turns));
  clearImmediate(timer);
  if (first === undefined) throw new Error('the stream has no chunk');
  return first;
};
