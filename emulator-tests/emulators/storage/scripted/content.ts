import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { Crc32c } from './checksums.ts';

/** The bytes of an object, in the pieces in which they arrived. */
export interface Content {
  readonly pieces: readonly Buffer[];
  readonly size: number;
  readonly crc32c: string;
  readonly md5Hash: string;
}

/** Collects the bytes of an object. */
export class ContentWriter {
  readonly #pieces: Buffer[] = [];
  readonly #crc32c = new Crc32c();
  readonly #md5 = createHash('md5');
  #size = 0;

  get size(): number {
    return this.#size;
  }

  write(piece: Buffer): this {
    this.#pieces.push(piece);
    this.#crc32c.update(piece);
    this.#md5.update(piece);
    this.#size += piece.length;
    return this;
  }

  finish(): Content {
    return {
      pieces: this.#pieces,
      size: this.#size,
      crc32c: this.#crc32c.digest(),
      md5Hash: this.#md5.digest('base64'),
    };
  }
}

export function contentOf(...pieces: readonly Buffer[]): Content {
  const writer = new ContentWriter();
  for (const piece of pieces) writer.write(piece);
  return writer.finish();
}

/** The bytes from `start` up to `end`, in pieces of at most `pieceSize`. */
export function* slices(
  { pieces }: Content,
  start: number,
  end: number,
  pieceSize: number,
): Generator<Buffer> {
  let position = 0;
  for (const piece of pieces) {
    const from = Math.max(0, start - position);
    const to = Math.min(piece.length, end - position);
    for (let at = from; at < to; at += pieceSize) yield piece.subarray(at, Math.min(to, at + pieceSize));
    position += piece.length;
  }
}

const blockSize = 1 << 20;

/** One mebibyte of incompressible data, the same in every run. */
const block = (() => {
  let state = 0x9e37_79b9;
  const words = Int32Array.from({ length: blockSize / 4 }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state;
  });
  return Buffer.from(words.buffer);
})();

const generated = new Map<string, Content>();

/** The content of an object whose name has its size. It takes little memory, because all pieces are the same buffer. */
export function generatedContent(size: number, gzip: boolean): Content {
  const key = `${size} ${gzip}`;
  const content = generated.get(key) ?? generate(size, gzip);
  generated.set(key, content);
  return content;
}

function generate(size: number, gzip: boolean): Content {
  const pieces = Array.from({ length: Math.ceil(size / blockSize) }, (_, index) =>
    block.subarray(0, Math.min(blockSize, size - index * blockSize)),
  );
  return gzip ? contentOf(gzipSync(Buffer.concat(pieces), { level: 1 })) : contentOf(...pieces);
}
