/** Incremental CRC-32C (Castagnoli), in the format of Cloud Storage. */
export class Crc32c {
  #state = ~0;

  update(bytes: Uint8Array): this {
    let state = this.#state;
    for (let index = 0; index < bytes.length; index++)
      state = (table[(state ^ (bytes[index] ?? 0)) & 0xff] ?? 0) ^ (state >>> 8);
    this.#state = state;
    return this;
  }

  /** Big-endian, in base64. */
  digest(): string {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(~this.#state);
    return bytes.toString('base64');
  }
}

const table = Int32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++)
    remainder = remainder & 1 ? (remainder >>> 1) ^ 0x82f6_3b78 : remainder >>> 1;
  return remainder;
});
