import { randomBytes } from 'node:crypto';
import { PassThrough, Readable, Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';

/** Enough for the compiler to optimize all of it. */
const TIMES = 30;
const CHUNKS = 200;

const CHUNK = randomBytes(1024);

class Filter extends Transform {
  override _transform(
    chunk: Buffer,
    _encoding: BufferEncoding,
    done: (error: null, data: Buffer) => void,
  ): void {
    done(null, chunk);
  }
}

class Sink extends Writable {
  override _write(_chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    done();
  }
}

/**
 * Other work of a service: chunks that pass through streams of several classes. It makes the compiler generalize Node's
 * functions, which would otherwise be optimized for the streams and listeners of one benchmark.
 */
export const otherTraffic = async (): Promise<void> => {
  for (let left = TIMES; left > 0; left--) {
    const source = Readable.from(Array.from({ length: CHUNKS }, () => CHUNK));
    await pipeline(source, new Filter(), createGzip(), createGunzip(), new PassThrough(), new Sink());
  }
};
