import type { Steps } from '../../suites/traces/steps.ts';
import type { Kit } from './kit.ts';

const expires = Date.now() + 60_000;

/** Signatures and tokens: who makes them, and below which call they are asked for. */
export const steps: Steps<Kit> = {
  'with a key at hand nobody is asked': {
    async run({ bucket, connectWithKey }) {
      const own = connectWithKey().bucket(bucket.name);
      await own.getSignedUrl({ action: 'list', version: 'v4', expires });
      await own.file('a').getSignedUrl({ action: 'read', version: 'v2', expires });
      await own.file('a').generateSignedPostPolicyV2({ expires });
    },
    sendsNothing: true,
    tree: `
I app
  I sign_url bucket
  I sign_url bucket
  I sign_policy bucket`,
  },
  'without one, IAM signs; the first call has the tokens below it': {
    async run({ bucket, connectWithAccount }) {
      const file = connectWithAccount().bucket(bucket.name).file('a');
      await file.getSignedUrl({ action: 'write', version: 'v4', expires });
      await file.getSignedUrl({ action: 'write', version: 'v4', expires });
      await file.generateSignedPostPolicyV4({ expires });
    },
    tree: `
I app
  I sign_url bucket
    C GET
    C POST
    C POST
    C POST
  I sign_url bucket
    C POST
  I sign_policy bucket
    C POST`,
  },
  'a token that is asked for stands below the call that needs it': {
    async run({ bucket, connectWithAccount }) {
      const file = connectWithAccount().bucket(bucket.name).file('size_1000');
      await file.getMetadata();
      await file.getMetadata();
    },
    tree: `
I app
  C get_metadata bucket
    C GET
    C POST
    C POST
    C GET
  C get_metadata bucket
    C GET`,
  },
};
