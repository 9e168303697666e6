import type { Given } from '../../../shared/test/hostile';
import { hostileSuite } from '../../../shared/test/hostile-suite';
import { StorageInstrumentation } from '../src';
import { operations } from '../src/operations';

const metadataOf = ({ name }: Given) => ({
  generation: name,
  size: '1',
  contentType: name,
  storageClass: name,
});

/** A file: what a bucket has, it has as well. */
const fieldsOf = (given: Given) => {
  const { name } = given;
  const storage = { apiEndpoint: 'http://localhost:1' };
  const bucket = { name, storage, baseUrl: '/b' };
  return { name, bucket, storage, baseUrl: '/o', userProject: name, metadata: metadataOf(given) };
};

/** Names, files, lists of them, and options. */
const argsOf = (row: string, given: Given): unknown[] => {
  const { name, list } = given;
  const options = {
    destination: name,
    uploadName: name,
    userProject: name,
    preconditionOpts: { [name]: 1 },
    action: name,
  };
  const first = row === 'Bucket.combine' ? list({ name }) : name;
  return [
    row.startsWith('TransferManager') ? list(name) : first,
    { ...fieldsOf(given), ...options },
    options,
  ];
};

const answerOf = (given: Given) => {
  const resource = metadataOf(given);
  const item = { skipped: true, metadata: resource, resource };
  return Object.assign(given.list(item), item);
};

hostileSuite({
  table: operations,
  plugin: new StorageInstrumentation(),
  // The plugin makes a bucket, to find the class of its `acl`.
  complete: ({ Bucket, Acl }) => Object.assign(Bucket!.prototype as object, { acl: new Acl!() }),
  fieldsOf,
  argsOf,
  answerOf,
});
