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
  /** How much memory the process had at the most, in bytes. */
  readonly peak: number;
}

const part = Buffer.alloc(1 << 20, 'a part of it');
function* parts() {
  for (let sent = 0; sent < size; sent += part.length) yield part;
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
  const transfers: Readonly<Record<string, () => Promise<string>>> = {
    async 'streamed up'() {
      await pipeline(Readable.from(parts()), bucket.file('streamed').createWriteStream({ resumable: true }));
      return hashOf(parts());
    },
    async 'streamed down'() {
      const hash = createHash('sha256');
      const write = (chunk: Buffer, _: string, done: () => void) => {
        hash.update(chunk);
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
    hashes[title] = await tools.inSpan('transfer', transfer, { [caseAttribute]: title });
  }
  await tools.settled();
  return { hashes, peak: process.resourceUsage().maxRSS * 1024 };
};

export default scenario;
