import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Steps } from '../../suites/traces/steps.ts';
import { consume, type Kit, storageSteps } from './kit.ts';

/** How objects are received, and where they go. */
export const steps: Steps<Kit> = {
  'as a buffer, into a file, a range': {
    async run({ bucket }) {
      const file = bucket.file('size_100000');
      await file.download();
      const directory = await mkdtemp(join(tmpdir(), 'gcp-otel-download-'));
      await file.download({ destination: join(directory, 'downloaded') });
      await rm(directory, { recursive: true });
      await file.download({ start: 10, end: 19 });
    },
    tree: ``,
  },
  'gzipped, and decompressed on the way': {
    run: ({ bucket }) => bucket.file('gzip_100000').download(),
    tree: ``,
  },
  'refused twice, then sent': {
    run: ({ bucket, unique }) => bucket.file(`size_100000/${unique('http_503_2')}`).download(),
    tree: ``,
  },
  'a stream, of which the rest is not wanted': {
    async run({ bucket }) {
      for await (const _ of bucket.file('size_1000000').createReadStream()) break;
    },
    tree: ``,
  },
  'a stream that nobody reads': {
    async run({ bucket, delay }) {
      bucket.file('size_100000').createReadStream();
      await delay(50);
    },
    tree: ``,
  },
  'a stream whose checksum does not match': {
    run: ({ bucket, unique }) =>
      consume(bucket.file(`size_100000/${unique('corrupt')}`).createReadStream()).catch(() => {}),
    tree: ``,
  },
  'one file into another: neither stands above the other': {
    run: ({ bucket }) =>
      pipeline(
        bucket.file('size_100000').createReadStream(),
        bucket.file('copied').createWriteStream({ resumable: false }),
      ),
    tree: ``,
  },
  'the same, in a session': {
    run: ({ bucket }) =>
      pipeline(
        bucket.file('size_1000000').createReadStream(),
        bucket.file('copied').createWriteStream({ resumable: true }),
      ),
    tree: ``,
  },
};

export default storageSteps(steps);
