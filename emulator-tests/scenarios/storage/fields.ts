import type * as storage from '@google-cloud/storage';
import type * as read from '../../../plugins/storage/src/client.ts';
import { missing } from '../../harness/missing-fields.ts';
import type { Scenario } from '../../harness/scenario.ts';

/** The fields that the plugin reads, on the client's own objects; gives the names of those that are missing. */
const scenario: Scenario<typeof storage> = async ({ Storage }, { projectId }) => {
  const client = new Storage({ projectId });
  const bucket = client.bucket('bucket', { userProject: projectId });
  const file = bucket.file('file', { preconditionOpts: { ifGenerationMatch: 1 } });
  return [
    ...missing<read.StorageClient>('Storage', client, 'apiEndpoint'),
    ...missing<read.Bucket>('Bucket', bucket, 'name', 'storage', 'baseUrl', 'parent', 'userProject'),
    ...missing<read.File>('File', file, 'name', 'bucket', 'storage', 'baseUrl', 'parent', 'metadata'),
    ...missing<read.File>('File', file, 'userProject', 'instancePreconditionOpts'),
    ...missing<read.Target>('HmacKey', client.hmacKey('id'), 'baseUrl', 'parent'),
    ...missing<read.Target>('Notification', bucket.notification('id'), 'baseUrl', 'parent'),
  ];
};

export default scenario;
