import { createHash } from 'node:crypto';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Scenario } from '../../harness/scenario.ts';
import { caseAttribute } from '../../suites/calls.ts';
import { storageKit, type Client } from './kit.ts';

export const size = 64 * 1024 * 1024;

export interface Transfers {
  /** SHA-256 of what went through, by the transfer's title. */
  readonly hashes: Readonly<Record<string, string>>;
  /** How many bytes were held at the most, when what nobody needs was gone; by the transfer's title. */
  readonly held: Readonly<Record<string, number>>;
}

const part = Buffer.alloc(1 << 20, 'a part of it');
function* parts(passed: (bytes: number) => void = () => {}) {
  for (let sent = 0; sent < size; sent += part.length) {
    passed(part.length);
    yield part;
  }
}

/** What is held while bytes pass: looked at every 8 MiB, after garbage was collected. */
class Memory {
  peak = 0;
  #passed = 0;

  readonly passed = (bytes: number): void => {
    const before = Math.floor(this.#passed / (8 << 20));
    this.#passed += bytes;
    if (Math.floor(this.#passed / (8 << 20)) > before) this.look();
  };

  look(): void {
    globalThis.gc?.();
    const { heapUsed, external } = process.memoryUsage();
    this.peak = Math.max(this.peak, heapUsed + external);
  }
}
const hashOf = (chunks: Iterable<Buffer>): string => {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
};

/** What goes up and comes down, as a whole and in pieces. */
const scenario: Scenario<Client> = async (client, tools): Promise<Transfers> => {
  const { bucket } = storageKit(client, tools);
  const hashes: Record<string, string> = {};
  const held: Record<string, number> = {};
  const transfers: Readonly<Record<string, (memory: Memory) => Promise<string>>> = {
    async 'streamed up'({ passed }) {
      await pipeline(
        Readable.from(parts(passed)),
        bucket.file('streamed').createWriteStream({ resumable: true }),
      );
      return hashOf(parts());
    },
    async 'streamed down'({ passed }) {
      const hash = createHash('sha256');
      const write = (chunk: Buffer, _: string, done: () => void) => {
        hash.update(chunk);
        passed(chunk.length);
        done();
      };
      await pipeline(bucket.file('streamed').createReadStream(), new Writable({ write }));
      return hash.digest('hex');
    },
    async 'saved as a whole'() {
      const whole = Buffer.concat([...parts()]);
      await bucket.file('saved').save(whole, { resumable: true });
      return hashOf([whole]);
    },
    async 'downloaded as a whole'() {
      const [whole] = await bucket.file('saved').download();
      return hashOf([whole]);
    },
  };
  for (const [title, transfer] of Object.entries(transfers)) {
    // oxlint-disable-next-line no-await-in-loop -- one's memory must not be another's
    await tools.inSpan('transfer', () => take(title, transfer), { [caseAttribute]: title });
  }
  await tools.settled();
  return { hashes, held };

  async function take(title: string, transfer: (memory: Memory) => Promise<string>): Promise<void> {
    const memory = new Memory();
    hashes[title] = await transfer(memory);
    // What the transfer was made of is given up step by step.
    for (let turn = 0; turn < 5; turn++) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
      await tools.delay(20);
      globalThis.gc?.();
    }
    memory.look();
    held[title] = memory.peak;
  }
};

export default scenario;
