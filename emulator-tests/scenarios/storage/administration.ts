import type { Steps } from '../../suites/traces/steps.ts';
import { consume, type Kit, storageSteps } from './kit.ts';

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
    tree: ``,
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
    tree: ``,
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
      await acl.readers.addAllUsers();
    },
    tree: ``,
  },
  policies: {
    async run({ bucket }) {
      const [policy] = await bucket.iam.getPolicy();
      await bucket.iam.setPolicy(policy);
      await bucket.iam.testPermissions('storage.objects.get');
    },
    tree: ``,
  },
  'access logs': {
    run: ({ bucket }) => bucket.enableLogging({ prefix: 'log' }),
    tree: ``,
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
    tree: ``,
  },
  'buckets of a project': {
    async run({ connect }) {
      const storage = connect({ projectId: 'pages_2' });
      await storage.getBuckets();
      await consume(storage.getBucketsStream());
    },
    tree: ``,
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
    tree: ``,
  },
};

export default storageSteps(steps);
