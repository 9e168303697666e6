import type { Steps } from '../../suites/traces/steps.ts';
import { consume, streamed, type Kit, storageSteps } from './kit.ts';

/** What a real emulator does as Cloud Storage does it. */
export const steps: Steps<Kit> = {
  'an object is saved: in one request, and in a session': {
    async run({ bucket }) {
      await bucket.file('a').save('content', { resumable: false });
      await bucket.file('a').save('content', { resumable: true });
    },
    tree: `
I app
  C upload bucket
    C POST
  C upload bucket
    C POST
    C PUT`,
  },
  'a local file is uploaded': {
    run: ({ bucket }) => bucket.upload(import.meta.filename, { destination: 'uploaded' }),
    tree: `
I app
  C upload bucket
    C POST
    C PUT`,
  },
  'an object is downloaded: as a whole, and a part of it': {
    async run({ bucket }) {
      await bucket.file('there').download();
      await bucket.file('there').download({ start: 2, end: 4 });
    },
    tree: `
I app
  C download bucket
    C GET
  C download bucket
    C GET`,
  },
  'an object that is missing': {
    async run({ bucket }) {
      await bucket.file('none').exists();
      await bucket
        .file('none')
        .download()
        .catch(() => {});
      await bucket.file('none').delete({ ignoreNotFound: true });
    },
    tree: `
I app
  C exists bucket
    C GET ! 404
  C download bucket ! 404
    C GET ! 404
  C delete bucket
    C DELETE ! 404`,
  },
  'streams, from their first to their last byte': {
    async run({ bucket }) {
      await streamed(bucket.file('streamed').createWriteStream({ resumable: false }), 'content');
      await consume(bucket.file('streamed').createReadStream());
    },
    tree: `
I app
  C upload bucket
    C POST
  C download bucket
    C GET`,
  },
  metadata: {
    async run({ bucket }) {
      const file = bucket.file('there');
      await file.get();
      await file.getMetadata();
      await file.exists();
      await file.setMetadata({ contentType: 'text/plain' });
    },
    tree: `
I app
  C get bucket
    C GET
  C get_metadata bucket
    C GET
  C exists bucket
    C GET
  C set_metadata bucket
    C PATCH`,
  },
  'an object is copied, moved and renamed': {
    async run({ bucket }) {
      await bucket.file('there').copy('copied');
      await bucket.file('copied').move('moved');
      await bucket.file('moved').rename('renamed');
      await bucket.file('renamed').delete();
    },
    tree: `
I app
  C copy bucket
    C POST
  I move bucket
    C copy bucket
      C POST
    C delete bucket
      C DELETE
  I rename bucket
    I move bucket
      C copy bucket
        C POST
      C delete bucket
        C DELETE
  C delete bucket
    C DELETE`,
  },
  'a list, as a promise, by a callback, as a stream': {
    async run({ bucket }) {
      await bucket.getFiles({ prefix: 'list/' });
      await new Promise((resolve, reject) =>
        bucket.getFiles({ prefix: 'list/' }, (error, files) => (error ? reject(error) : resolve(files))),
      );
      await consume(bucket.getFilesStream({ prefix: 'list/' }));
    },
    tree: `
I app
  C list_objects bucket
    C GET
  C list_objects bucket
    C GET
  C list_objects bucket
    C GET`,
  },
  'a list in pages': {
    async run({ bucket }) {
      await bucket.getFiles({ prefix: 'list/', maxResults: 2 });
      await consume(bucket.getFilesStream({ prefix: 'list/', maxApiCalls: 5, maxResults: 2 }));
    },
    tree: `
I app
  C list_objects bucket
    C GET
  C list_objects bucket
    C GET`,
  },
  'many are deleted': {
    run: ({ bucket }) => bucket.deleteFiles({ prefix: 'list/' }),
    tree: `
I app
  I delete_objects bucket
    C list_objects bucket
      C GET
    C delete bucket
      C DELETE
    C delete bucket
      C DELETE
    C delete bucket
      C DELETE`,
  },
  'a URL is signed with a key': {
    async run({ bucket, connectWithKey }) {
      const file = connectWithKey().bucket(bucket.name).file('there');
      await file.getSignedUrl({ version: 'v4', action: 'read', expires: Date.now() + 60_000 });
      await file.generateSignedPostPolicyV4({ expires: Date.now() + 60_000 });
    },
    sendsNothing: true,
    tree: `
I app
  I sign_url bucket
  I sign_policy bucket`,
  },
};

export default storageSteps(steps, async ({ bucket }) => {
  await bucket.file('there').save('content', { resumable: false });
  for (const name of ['list/1', 'list/2', 'list/3']) await bucket.file(name).save(name, { resumable: false });
});
