/** What the libraries without a network have in common. */
import { Readable } from 'node:stream';

/** It has come when somebody waits for it. */
export const answer = Promise.resolve();

/** When a stream gives the chunk that it is asked for. */
export type Push = (stream: Readable, chunk: unknown) => void;

export const AT_ONCE: Push = (stream, chunk) => {
  stream.push(chunk);
};

/** As chunks come from a network. */
export const AFTER_A_TURN: Push = (stream, chunk) => {
  setImmediate(AT_ONCE, stream, chunk);
};

/** A stream of so many times the same. */
export const repeated = (chunk: object, times: number, push: Push): Readable => {
  let left = times;
  return new Readable({
    objectMode: !(chunk instanceof Uint8Array),
    read() {
      push(this, left-- > 0 ? chunk : null);
    },
  });
};
