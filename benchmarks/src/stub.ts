/** Helpers for the stub libraries, which have no network. */
import { Readable } from 'node:stream';

/** A response that has already arrived when it is awaited. */
export const answer = Promise.resolve();

/** Decides when a stream delivers a requested chunk. */
export type Push = (stream: Readable, chunk: unknown) => void;

export const AT_ONCE: Push = (stream, chunk) => {
  stream.push(chunk);
};

/** Like chunks from a network. */
export const AFTER_A_TURN: Push = (stream, chunk) => {
  setImmediate(AT_ONCE, stream, chunk);
};

/** A stream that repeats one chunk. */
export const repeated = (chunk: object, times: number, push: Push): Readable => {
  let left = times;
  return new Readable({
    objectMode: !(chunk instanceof Uint8Array),
    read() {
      push(this, left-- > 0 ? chunk : null);
    },
  });
};
