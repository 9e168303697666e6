import { SpanKind } from '@opentelemetry/api';
import { defineOperations, type Operation, type OperationTable, perInstance } from '@gcp-otel/shared';
import {
  asked,
  askedToDownload,
  askedToSign,
  askedToSignPolicy,
  askedToUpload,
  askedToUploadInParts,
  copied,
  countsDeleted,
  existing,
  fileKnown,
  fileMade,
  listed,
  listedByStream,
  mismatched,
  readByStream,
  rewritten,
  signed,
  transferred,
  writtenByStream,
} from './attributes';
import { optionsIn, remembersOwner } from './client';
import { onCombined, onDestination, onKind, onLocalFile, onNamed, onNewBucket, onTarget } from './describe';
import { uploads, withDataAndProgress, withProgress } from './transfers';

/** The client is built twice, as CommonJS and as an ES module; until 7.4 once. */
const source = (file: string): readonly string[] => [`build/cjs/src/${file}.js`, `build/esm/src/${file}.js`, `build/src/${file}.js`];

type Part = Partial<Operation>;

/** A method that takes a callback, and gives a promise where it gets none. */
const call = (operation: string, more: Part = {}): Operation => ({ operation, returns: 'callback', describe: onTarget, details: asked, ...more });

/** The same, where its steps are calls to show. */
const composite = (operation: string, more: Part = {}): Operation => call(operation, { composite: true, ...more });

/** A list that is read as a stream: a function of each instance, which asks for a page when it is read from. */
const listing = (operation: string): Operation => call(operation, { returns: 'stream', starts: '_read', outcome: listedByStream });

const includesFiles = (_target: unknown, args: readonly unknown[]): boolean => optionsIn(args)['includeFiles'] === true;
const deletesSources = (_target: unknown, args: readonly unknown[]): boolean => optionsIn(args)['deleteSourceObjects'] === true;

const upload: Part = { details: askedToUpload, failure: mismatched };
const download: Part = { details: askedToDownload, failure: mismatched };
const transfer: Part = { returns: 'promise', composite: true, failure: mismatched };
/** Work of this process. Where it has no key, IAM signs: that request stands below. */
const signing: Part = { kind: SpanKind.INTERNAL, outcome: signed };
const bucketMetadata = call('set_bucket_metadata');

export const operations: OperationTable = defineOperations({
  Storage: {
    files: source('storage'),
    methods: {
      createBucket: call('create_bucket', { describe: onNewBucket }),
      getBuckets: call('list_buckets', { outcome: listed }),
      getBucketsStream: { assigned: perInstance(listing('list_buckets')) },
      createHmacKey: call('create_hmac_key'),
      getHmacKeys: call('list_hmac_keys', { outcome: listed }),
      getHmacKeysStream: { assigned: perInstance(listing('list_hmac_keys')) },
      getServiceAccount: call('get_service_account'),
    },
  },
  Bucket: {
    files: source('bucket'),
    methods: {
      upload: call('upload', { ...upload, describe: onLocalFile, inputs: withProgress, outcome: fileMade }),
      getFiles: call('list_objects', { outcome: listed }),
      getFilesStream: { assigned: perInstance(listing('list_objects')) },
      deleteFiles: composite('delete_objects', { stepped: countsDeleted }),
      combine: call('compose', { describe: onCombined, compositeIf: deletesSources, sends: true, outcome: fileMade }),
      getLabels: call('get_bucket_metadata'),
      setMetadata: bucketMetadata,
      setLabels: bucketMetadata,
      deleteLabels: bucketMetadata,
      addLifecycleRule: bucketMetadata,
      enableRequesterPays: bucketMetadata,
      disableRequesterPays: bucketMetadata,
      setRetentionPeriod: bucketMetadata,
      removeRetentionPeriod: bucketMetadata,
      setCorsConfiguration: bucketMetadata,
      setStorageClass: bucketMetadata,
      enableLogging: composite('enable_logging'),
      lock: call('lock_retention'),
      makePublic: call('make_public', { compositeIf: includesFiles }),
      makePrivate: call('make_private', { compositeIf: includesFiles }),
      createNotification: call('create_notification'),
      getNotifications: call('list_notifications', { outcome: listed }),
      createChannel: call('watch'),
      getSignedUrl: call('sign_url', { ...signing, details: askedToSign }),
      restore: call('restore_bucket', { returns: 'promise', since: '7.15.0' }),
      acl: { assigned: remembersOwner },
      iam: { assigned: remembersOwner },
    },
  },
  File: {
    files: source('file'),
    methods: {
      save: call('upload', { ...upload, callbackFrom: 1, inputs: withDataAndProgress, outcome: fileKnown }),
      createWriteStream: call('upload', { ...upload, returns: 'writable', starts: 'writing', outcome: writtenByStream }),
      startSimpleUpload_: { wrap: uploads('multipart') },
      startResumableUpload_: { wrap: uploads('resumable') },
      download: call('download', download),
      createReadStream: call('download', { ...download, returns: 'stream', starts: 'reading', rows: false, outcome: readByStream }),
      copy: call('copy', { describe: onDestination, outcome: copied }),
      move: composite('move', { describe: onDestination }),
      rename: composite('rename', { describe: onDestination }),
      moveFileAtomic: call('move_atomic', { describe: onDestination, since: '7.16.0' }),
      delete: call('delete'),
      restore: call('restore', { returns: 'promise', since: '7.9.0' }),
      get: call('get', { outcome: fileKnown, since: '7.9.0' }),
      getExpirationDate: call('get_metadata', { outcome: fileKnown }),
      setMetadata: call('set_metadata', { outcome: fileKnown }),
      setStorageClass: call('set_storage_class', { outcome: rewritten }),
      rotateEncryptionKey: call('rotate_encryption_key', { outcome: rewritten }),
      makePublic: call('make_public'),
      makePrivate: call('make_private'),
      isPublic: call('is_public'),
      createResumableUpload: call('create_resumable_upload'),
      getSignedUrl: call('sign_url', { ...signing, details: askedToSign }),
      generateSignedPostPolicyV2: call('sign_policy', { ...signing, details: askedToSignPolicy('v2') }),
      generateSignedPostPolicyV4: call('sign_policy', { ...signing, details: askedToSignPolicy('v4') }),
      acl: { assigned: remembersOwner },
    },
  },
  // What buckets, files, keys and notifications inherit.
  ServiceObject: {
    files: source('nodejs-common/service-object'),
    methods: {
      create: call('create', { describe: onKind({ Bucket: 'create_bucket', Notification: 'create_notification' }) }),
      get: call('get', { describe: onKind({ Bucket: 'get_bucket', HmacKey: 'get_hmac_key', Notification: 'get_notification' }), outcome: fileKnown }),
      exists: call('exists', { describe: onKind({ Bucket: 'bucket_exists', Notification: 'get_notification' }), outcome: existing }),
      delete: call('delete', { describe: onKind({ Bucket: 'delete_bucket', HmacKey: 'delete_hmac_key', Notification: 'delete_notification' }) }),
      getMetadata: call('get_metadata', {
        describe: onKind({ Bucket: 'get_bucket_metadata', HmacKey: 'get_hmac_key', Notification: 'get_notification' }),
        outcome: fileKnown,
      }),
      setMetadata: call('set_metadata', { describe: onKind({ Bucket: 'set_bucket_metadata', HmacKey: 'update_hmac_key' }), outcome: fileKnown }),
    },
  },
  HmacKey: {
    files: source('hmacKey'),
    methods: {
      setMetadata: call('update_hmac_key'),
    },
  },
  Channel: {
    files: source('channel'),
    methods: {
      stop: call('stop_watch'),
    },
  },
  Acl: {
    files: source('acl'),
    methods: {
      get: call('get_acl'),
      add: call('add_acl'),
      update: call('update_acl'),
      delete: call('delete_acl'),
      default: { assigned: remembersOwner },
    },
  },
  Iam: {
    files: source('iam'),
    methods: {
      getPolicy: call('get_iam_policy'),
      setPolicy: call('set_iam_policy'),
      testPermissions: call('test_iam_permissions'),
    },
  },
  TransferManager: {
    files: source('transfer-manager'),
    methods: {
      uploadManyFiles: call('upload_many', { ...transfer, outcome: transferred }),
      downloadManyFiles: call('download_many', { ...transfer, outcome: transferred }),
      uploadFileInChunks: call('upload_chunks', { ...transfer, describe: onLocalFile, details: askedToUploadInParts }),
      downloadFileInChunks: call('download_chunks', { ...transfer, describe: onNamed, details: askedToDownload }),
    },
  },
});
