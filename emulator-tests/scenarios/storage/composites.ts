import type { Steps } from '../../suites/traces/steps.ts';
import { consume, type Kit } from './kit.ts';

/** Calls that are made of several requests, and those that are made of several calls. */
export const steps: Steps<Kit> = {
  'a copy in three requests is one call': {
    run: ({ bucket }) => bucket.file('size_1000/rewrite_3').copy('copied'),
    tree: `
I app
  C copy bucket
    C POST
    C POST
    C POST`,
  },
  'a move and a renaming of what takes two requests to copy': {
    async run({ bucket }) {
      await bucket.file('size_1000/rewrite_2').move('moved');
      await bucket.file('size_1001/rewrite_2').rename('renamed');
    },
    tree: `
I app
  I move bucket
    C copy bucket
      C POST
      C POST
    C delete bucket
      C DELETE
  I rename bucket
    I move bucket
      C copy bucket
        C POST
        C POST
      C delete bucket
        C DELETE`,
  },
  'a move whose copy is refused deletes nothing': {
    run: ({ bucket }) =>
      bucket
        .file('missing')
        .move('moved')
        .catch(() => {}),
    tree: `
I app
  I move bucket ! 404
    C copy bucket ! 404
      C POST ! 404`,
  },
  'what the server does in one request': {
    async run({ bucket }) {
      await bucket.file('size_1002').moveFileAtomic('moved');
      await bucket.file('size_1003').setStorageClass('NEARLINE');
      await bucket.file('size_1003').rotateEncryptionKey({ kmsKeyName: 'key' });
      await bucket
        .file('size_1003')
        .getExpirationDate()
        .catch(() => {});
    },
    tree: `
I app
  C move_atomic bucket
    C POST
  C set_storage_class bucket
    C POST
  C rotate_encryption_key bucket
    C POST
  C get_metadata bucket ! Error
    C GET`,
  },
  'an object that is deleted and restored': {
    async run({ bucket }) {
      const file = bucket.file('size_1004');
      const [{ generation }] = await file.getMetadata();
      await file.delete();
      await file.restore({ generation: Number(generation) });
    },
    tree: `
I app
  C get_metadata bucket
    C GET
  C delete bucket
    C DELETE
  C restore bucket
    C POST`,
  },
  'objects are composed; and again, without their sources': {
    async run({ bucket }) {
      await bucket.combine(['size_1005', 'size_1006'], 'composed');
      await bucket.combine(['size_1005', 'size_1006'], bucket.file('composed'), {
        deleteSourceObjects: true,
      });
    },
    tree: `
I app
  C compose bucket
    C POST
  I compose bucket
    C POST
    C delete bucket
      C DELETE
    C delete bucket
      C DELETE`,
  },
  'a list of three pages: as a promise, by a callback, as a stream, by hand': {
    async run({ bucket }) {
      await bucket.getFiles({ prefix: 'pages_3' });
      await new Promise((resolve, reject) =>
        bucket.getFiles({ prefix: 'pages_3' }, (error, files) => (error ? reject(error) : resolve(files))),
      );
      await consume(bucket.getFilesStream({ prefix: 'pages_3' }));
      const [, next] = await bucket.getFiles({ prefix: 'pages_3', autoPaginate: false });
      await bucket.getFiles({ ...next, autoPaginate: false });
    },
    tree: `
I app
  C list_objects bucket
    C GET
    C GET
    C GET
  C list_objects bucket
    C GET
    C GET
    C GET
  C list_objects bucket
    C GET
    C GET
    C GET
  C list_objects bucket
    C GET
  C list_objects bucket
    C GET`,
  },
  'a list that is left after its first page': {
    async run({ bucket }) {
      for await (const _ of bucket.getFilesStream({ prefix: 'pages_3', maxResults: 1 })) break;
    },
    tree: `
I app
  C list_objects bucket
    C GET`,
  },
  'all of a list are deleted': {
    run: ({ bucket }) => bucket.deleteFiles({ prefix: 'pages_2' }),
    tree: `
I app
  I delete_objects bucket
    C list_objects bucket
      C GET
      C GET
    C delete bucket
      C DELETE
    C delete bucket
      C DELETE
    C delete bucket
      C DELETE
    C delete bucket
      C DELETE`,
  },
  'all that are in a bucket are shown to everybody, and hidden': {
    async run({ connect, unique }) {
      const small = connect().bucket(unique('small'));
      await small.file('only').save('content', { resumable: false });
      await small.makePublic({ includeFiles: true });
      await small.makePrivate({ includeFiles: true });
      await small.makePublic();
    },
    tree: `
I app
  C upload small
    C POST
  I make_public small
    C add_acl small
      C POST
    C add_acl small
      C POST
    C list_objects small
      C GET
    C make_public small
      C POST
  I make_private small
    C set_bucket_metadata small
      C PATCH
    C list_objects small
      C GET
    C make_private small
      C PATCH
  C make_public small
    C POST
    C POST`,
  },
  'one is shown to everybody, and hidden': {
    async run({ bucket }) {
      const file = bucket.file('size_1007');
      await file.makePublic();
      await file.isPublic();
      await file.makePrivate();
      await file.isPublic();
    },
    tree: `
I app
  C make_public bucket
    C POST
  C is_public bucket
    C GET
  C make_private bucket
    C PATCH
  C is_public bucket
    C GET ! 403`,
  },
};
