import type { Steps } from '../../suites/traces/steps.ts';
import { consume, type Kit } from './kit.ts';

const entity = 'user-someone@example.com';

/** Buckets, who may use them, and what belongs to a project. */
export const steps: Steps<Kit> = {
  'a bucket, from its creation to its end': {
    async run({ storage, unique }) {
      const bucket = storage.bucket(unique('missing'));
      await bucket.exists();
      await storage.createBucket(bucket.name);
      await bucket.exists();
      await bucket.get();
      await bucket.getMetadata();
      await bucket.delete();
      await bucket.get({ autoCreate: true });
      await bucket.delete();
      await bucket.create();
    },
    tree: `
I app
  C bucket_exists missing
    C GET ! 404
  C create_bucket missing
    C POST
  C bucket_exists missing
    C GET
  C get_bucket missing
    C GET
  C get_bucket_metadata missing
    C GET
  C delete_bucket missing
    C DELETE
  C get_bucket missing
    C GET ! 404
    C POST
  C delete_bucket missing
    C DELETE
  C create_bucket missing
    C POST`,
  },
  'what is set of a bucket': {
    async run({ bucket }) {
      await bucket.setMetadata({ website: { mainPageSuffix: 'index.html' } });
      await bucket.setLabels({ colour: 'red' });
      await bucket.getLabels();
      await bucket.deleteLabels('colour');
      await bucket.addLifecycleRule({ action: { type: 'Delete' }, condition: { age: 1 } });
      await bucket.setCorsConfiguration([]);
      await bucket.setRetentionPeriod(60);
      await bucket.removeRetentionPeriod();
      await bucket.setStorageClass('nearline');
      await bucket.enableRequesterPays();
      await bucket.disableRequesterPays();
      await bucket.lock(1).catch(() => {});
    },
    tree: `
I app
  C set_bucket_metadata bucket
    C PATCH
  C set_bucket_metadata bucket
    C PATCH
  C get_bucket_metadata bucket
    C GET
  C set_bucket_metadata bucket
    C PATCH
  C set_bucket_metadata bucket
    C GET
    C PATCH
  C set_bucket_metadata bucket
    C PATCH
  C set_bucket_metadata bucket
    C PATCH
  C set_bucket_metadata bucket
    C PATCH
  C set_bucket_metadata bucket
    C PATCH
  C set_bucket_metadata bucket
    C PATCH
  C set_bucket_metadata bucket
    C PATCH
  C lock_retention bucket ! 412
    C POST ! 412`,
  },
  'access to a bucket, its new objects, and an object': {
    async run({ bucket }) {
      const { acl } = bucket.file('size_1000');
      for (const list of [bucket.acl, bucket.acl.default, acl]) {
        await list.add({ entity, role: 'READER' });
        await list.get();
        await list.update({ entity, role: 'OWNER' });
        await list.delete({ entity });
      }
      // What the client makes of roles and entities, its types do not know.
      await (acl.readers as { addAllUsers(): Promise<unknown> }).addAllUsers();
    },
    tree: `
I app
  C add_acl bucket
    C POST
  C get_acl bucket
    C GET
  C update_acl bucket
    C PUT
  C delete_acl bucket
    C DELETE
  C add_acl bucket
    C POST
  C get_acl bucket
    C GET
  C update_acl bucket
    C PUT
  C delete_acl bucket
    C DELETE
  C add_acl bucket
    C POST
  C get_acl bucket
    C GET
  C update_acl bucket
    C PUT
  C delete_acl bucket
    C DELETE
  C add_acl bucket
    C POST`,
  },
  policies: {
    async run({ bucket }) {
      const [policy] = await bucket.iam.getPolicy();
      await bucket.iam.setPolicy(policy);
      await bucket.iam.testPermissions('storage.objects.get');
    },
    tree: `
I app
  C get_iam_policy bucket
    C GET
  C set_iam_policy bucket
    C PUT
  C test_iam_permissions bucket
    C GET`,
  },
  'access logs': {
    run: ({ bucket }) => bucket.enableLogging({ prefix: 'log' }),
    tree: `
I app
  I enable_logging bucket
    C get_iam_policy bucket
      C GET
    C set_iam_policy bucket
      C PUT
    C set_bucket_metadata bucket
      C PATCH`,
  },
  'keys of a project': {
    async run({ storage }) {
      const [key] = await storage.createHmacKey('robot@example.com');
      await key.get();
      await key.getMetadata();
      await key.setMetadata({ state: 'INACTIVE' });
      await storage.getHmacKeys();
      await consume(storage.getHmacKeysStream());
      await key.delete();
      await storage.getServiceAccount();
    },
    tree: `
I app
  C create_hmac_key
    C POST
  C get_hmac_key
    C GET
  C get_hmac_key
    C GET
  C update_hmac_key
    C PUT
  C list_hmac_keys
    C GET
  C list_hmac_keys
    C GET
  C delete_hmac_key
    C DELETE
  C get_service_account
    C GET`,
  },
  'buckets of a project': {
    async run({ connect, unique }) {
      const storage = connect({ projectId: 'pages_2' });
      const prefix = unique('listed');
      await storage.getBuckets({ prefix });
      await consume(Reflect.apply(storage.getBucketsStream, storage, [{ prefix }]));
    },
    tree: `
I app
  C list_buckets
    C GET
    C GET
  C list_buckets
    C GET
    C GET`,
  },
  'notifications, and a channel': {
    async run({ bucket, storage }) {
      const [notification] = await bucket.createNotification('topic');
      await notification.get();
      await notification.getMetadata();
      await notification.exists();
      await bucket.getNotifications();
      await notification.delete();
      await bucket.createChannel('channel', { address: 'https://example.com' });
      await storage.channel('channel', 'resource').stop();
    },
    tree: `
I app
  C create_notification bucket
    C POST
  C get_notification bucket
    C GET
  C get_notification bucket
    C GET
  C get_notification bucket
    C GET
  C list_notifications bucket
    C GET
  C delete_notification bucket
    C DELETE
  C watch bucket
    C POST
  C stop_watch
    C POST`,
  },
};
