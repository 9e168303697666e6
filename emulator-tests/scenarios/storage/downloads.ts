import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Steps } from '../../suites/traces/steps.ts';
import { consume, type Kit } from './kit.ts';

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
    tree: `
I app
  C download bucket
    C GET
  C download bucket
    C GET
  C download bucket
    C GET`,
  },
  'gzipped, and decompressed on the way': {
    run: ({ bucket }) => bucket.file('gzip_100000').download(),
    tree: `
I app
  C download bucket
    C GET`,
  },
  'refused twice, then sent': {
    run: ({ bucket, unique }) => bucket.file(`size_100000/${unique('http_503_2')}`).download(),
    tree: `
I app
  C download bucket
    C GET ! 503
    C GET ! 503
    C GET`,
  },
  'a stream, of which the rest is not wanted': {
    async run({ bucket }) {
      for await (const _ of bucket.file('size_1000000').createReadStream()) break;
    },
    tree: `
I app
  C download bucket
    C GET ! Error`,
    // The older transport reads on, unheard.
    older: `
I app
  C download bucket
    C GET`,
  },
  'a stream that nobody reads': {
    async run({ bucket, delay }) {
      bucket.file('size_100000').createReadStream();
      await delay(50);
    },
    tree: `
I app`,
  },
  'a stream whose checksum does not match': {
    run: ({ bucket, unique }) =>
      consume(bucket.file(`size_100000/${unique('corrupt')}`).createReadStream()).catch(() => {}),
    tree: `
I app
  C download bucket ! CONTENT_DOWNLOAD_MISMATCH
    C GET`,
  },
  'one file into another: neither stands above the other': {
    run: ({ bucket }) =>
      pipeline(
        bucket.file('size_100000').createReadStream(),
        bucket.file('copied').createWriteStream({ resumable: false }),
      ),
    tree: `
I app
  C download bucket
    C GET
  C upload bucket
    C POST`,
  },
  'the same, in a session': {
    run: ({ bucket }) =>
      pipeline(
        bucket.file('size_1000000').createReadStream(),
        bucket.file('copied').createWriteStream({ resumable: true }),
      ),
    tree: `
I app
  C download bucket
    C GET
  C upload bucket
    C POST
    C PUT`,
  },
};
