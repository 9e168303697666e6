import { once } from 'node:events';
import type { Steps } from '../../suites/traces/steps.ts';
import type { Kit } from './kit.ts';

/** What an application does while a call is under way, or in what it gives to a call, belongs to the application. */
export const steps: Steps<Kit> = {
  'in a callback': {
    run: ({ bucket }) =>
      new Promise((resolve, reject) =>
        bucket.file('size_1000').getMetadata((error: Error | null) => {
          if (error) reject(error);
          else resolve(bucket.file('size_1000').exists());
        }),
      ),
    tree: `
I app
  C get_metadata bucket
    C GET
  C exists bucket
    C GET`,
  },
  'in the callback of a move, a list, a download': {
    async run({ bucket }) {
      const exists = () => bucket.file('size_1').exists();
      await new Promise((resolve) => bucket.file('size_999').move('moved', () => resolve(exists())));
      await new Promise((resolve) => bucket.getFiles({ prefix: 'pages_2' }, () => resolve(exists())));
      await new Promise((resolve) => bucket.file('size_2').download(() => resolve(exists())));
    },
    tree: `
I app
  I move bucket
    C copy bucket
      C POST
    C delete bucket
      C DELETE
  C exists bucket
    C GET
  C list_objects bucket
    C GET
    C GET
  C exists bucket
    C GET
  C download bucket
    C GET
  C exists bucket
    C GET`,
  },
  'in the listeners of a stream that is read': {
    async run({ bucket }) {
      const calls: Promise<unknown>[] = [];
      const call = (name: string) => () => calls.push(bucket.file(`size_1/${name}`).exists());
      const stream = bucket.file('size_1000').createReadStream();
      for (const event of ['response', 'end', 'close']) stream.once(event, call(event));
      stream.once('data', call('data'));
      await once(stream, 'close');
      await Promise.all(calls);
    },
    tree: `
I app
  C download bucket
    C GET
  C exists bucket
    C GET
  C exists bucket
    C GET
  C exists bucket
    C GET
  C exists bucket
    C GET`,
  },
  'in the listeners of a stream that is written to': {
    async run({ bucket }) {
      const calls: Promise<unknown>[] = [];
      const stream = bucket.file('written').createWriteStream({ resumable: true });
      for (const event of ['response', 'finish', 'close'])
        stream.once(event, () => calls.push(bucket.file(`size_1/${event}`).exists()));
      stream.end('content');
      await once(stream, 'close');
      await Promise.all(calls);
    },
    tree: `
I app
  C upload bucket
    C POST
    C PUT
  C exists bucket
    C GET
  C exists bucket
    C GET
  C exists bucket
    C GET`,
  },
  'in the body of a loop': {
    async run({ bucket }) {
      for await (const _ of bucket.file('size_1000').createReadStream()) await bucket.file('size_1').exists();
      for await (const { name } of bucket.getFilesStream({ prefix: 'pages_1' }))
        await bucket.file(name).exists();
    },
    tree: `
I app
  C download bucket
    C GET
  C exists bucket
    C GET
  C list_objects bucket
    C GET
  C exists bucket
    C GET
  C exists bucket
    C GET`,
  },
  'a stream that is asked for in one span, and read in another': {
    async run({ bucket, inSpan }) {
      const stream = await inSpan('asks', async () => bucket.file('size_1000').createReadStream());
      await inSpan('reads', async () => {
        for await (const _ of stream);
      });
    },
    tree: `
I app
  I asks
    C download bucket
      C GET
  I reads`,
  },
  'in the callback of an error': {
    run: ({ bucket }) =>
      new Promise((resolve) =>
        bucket
          .file('missing')
          .getMetadata((error: Error | null) => resolve(error && bucket.file('size_1').exists())),
      ),
    tree: `
I app
  C get_metadata bucket ! 404
    C GET ! 404
  C exists bucket
    C GET`,
  },
  'what is asked about its progress': {
    async run({ bucket, inSpan }) {
      let told: Promise<unknown> | undefined;
      const onUploadProgress = () => void (told ??= inSpan('hears of progress', async () => {}));
      await bucket.file('saved').save('content', { resumable: false, onUploadProgress });
      await told;
    },
    tree: `
I app
  C upload bucket
    C POST
  I hears of progress`,
  },
  'twenty at once: each with its own request': {
    run: ({ bucket }) =>
      Promise.all(Array.from({ length: 20 }, (_, number) => bucket.file(`size_${number}`).exists())),
    tree: `I app\n${'  C exists bucket\n    C GET\n'.repeat(20)}`,
  },
  'what the client refuses sends nothing': {
    async run({ bucket }) {
      await bucket.combine([], 'composed').catch(() => {});
    },
    sendsNothing: true,
    tree: `
I app
  C compose bucket ! Error`,
  },
};
