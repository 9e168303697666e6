import { rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Steps } from '../../suites/traces/steps.ts';
import type { Kit } from './kit.ts';

/** It stays until the process exits: 7.0 rejects where one of many files is missing, and still writes the others. */
const inDirectory = async <T>(work: (directory: string) => Promise<T>): Promise<T> => {
  const directory = await mkdtemp(join(tmpdir(), 'gcp-otel-transfer-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  return work(directory);
};

/** Transfers of many files, and of one in many parts. */
export const steps: Steps<Kit> = {
  'many files are uploaded': {
    run: ({ client: { TransferManager }, bucket }) =>
      inDirectory(async (directory) => {
        const paths = ['one', 'two', 'three'].map((name) => join(directory, name));
        for (const path of paths) await writeFile(path, path);
        const manager = new TransferManager(bucket);
        await manager.uploadManyFiles(paths, {
          concurrencyLimit: 1,
          passthroughOptions: { resumable: false },
        });
      }),
    tree: `
I app
  I upload_many bucket
    C upload bucket
      C POST
    C upload bucket
      C POST
    C upload bucket
      C POST`,
  },
  'many are downloaded, of which one is missing': {
    run: ({ client: { TransferManager }, bucket }) =>
      inDirectory(async (directory) => {
        const names = ['size_10', 'missing', 'size_12'];
        const options = { prefix: directory, concurrencyLimit: 1 };
        await new TransferManager(bucket).downloadManyFiles(names, options).catch(() => {});
      }),
    tree: `
I app
  I download_many bucket
    C download bucket
      C GET
    C download bucket ! 404
      C GET ! 404
    C download bucket
      C GET`,
  },
  'a list is downloaded': {
    run: ({ client: { TransferManager }, bucket }) =>
      inDirectory((directory) =>
        new TransferManager(bucket).downloadManyFiles('pages_1', { prefix: directory, concurrencyLimit: 1 }),
      ),
    tree: `
I app
  I download_many bucket
    C list_objects bucket
      C GET
    C download bucket
      C GET
    C download bucket
      C GET`,
  },
  // Below 32 MiB the client takes the whole at once.
  'one is downloaded in parts': {
    run: ({ client: { TransferManager }, bucket }) =>
      inDirectory((directory) =>
        new TransferManager(bucket).downloadFileInChunks('size_34000000', {
          destination: join(directory, 'whole'),
          chunkSizeBytes: 17_000_000,
          concurrencyLimit: 1,
        }),
      ),
    tree: `
I app
  I download_chunks bucket
    C get bucket
      C GET
    C download bucket
      C GET
    C download bucket
      C GET`,
  },
  'one is uploaded in parts': {
    run: ({ client: { TransferManager }, bucket, connectWithAccount }) =>
      inDirectory(async (directory) => {
        const path = join(directory, 'whole');
        await writeFile(path, 'a'.repeat(3_000));
        const own = connectWithAccount().bucket(bucket.name);
        const options = { uploadName: 'whole', chunkSizeBytes: 1_000, concurrencyLimit: 1 };
        await new TransferManager(own).uploadFileInChunks(path, options);
      }),
    tree: `
I app
  I upload_chunks bucket
    C GET
    C POST
    C POST
    C POST
    C PUT
    C PUT
    C PUT
    C POST`,
  },
};
