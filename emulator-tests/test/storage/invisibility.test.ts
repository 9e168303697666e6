import { calls } from '../../scenarios/storage/invisible.ts';
import { invisibility } from '../../suites/invisibility/index.ts';
import { seenOf } from '../../suites/invisibility/with-and-without.ts';

invisibility({
  service: 'storage',
  titles: Object.keys(calls),
  // The turn after the call: an answer of this machine may come before it, or not.
  of: seenOf((seen) => ({ ...seen, log: seen.log.filter((line) => line !== 'turn') })),
  assigned: [
    'Bucket.acl',
    'Bucket.getFilesStream',
    'Bucket.iam',
    'File.acl',
    'Storage.getBucketsStream',
    'Storage.getHmacKeysStream',
  ],
});
