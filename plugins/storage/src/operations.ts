/** The table of Cloud Storage methods: which are recorded as spans, and which inner methods are wrapped. */
import { SpanKind } from '@opentelemetry/api';
import { defineOperations, type OperationOn, type OperationTable, perInstance, type RowsOf } from '@gcp-otel/shared';
import { optionsIn, rememberOwner, type Target } from './client';
import * as downloads from './downloads';
import * as lists from './lists';
import * as objects from './objects';
import { requested } from './request-options';
import * as signing from './signing';
import * as target from './target';
import * as transfers from './transfers';
import * as uploads from './uploads';

/** The client ships a CommonJS and an ES module build. Until 7.4 it shipped one. */
const source = (file: string): readonly string[] => [`build/cjs/src/${file}.js`, `build/esm/src/${file}.js`, `build/src/${file}.js`];

type Operation = OperationOn<Target>;
type Part = Partial<Operation>;

/** A method that takes a callback, or returns a promise without one. */
const call = (operation: string, more: Part = {}): Operation => ({ operation, returns: 'callback', describe: target.describe, details: requested, ...more });

/** The same, but calls that it makes inside have spans of their own. */
const composite = (operation: string, more: Part = {}): Operation => call(operation, { composite: true, ...more });

/** A list as a stream. The method is assigned to each instance, and the stream requests a page when it is read. */
const listing = (operation: string): Operation => call(operation, { returns: 'stream', starts: '_read', outcome: lists.readByStream });

const includesFiles = (_target: unknown, args: readonly unknown[]): boolean => optionsIn(args)['includeFiles'] === true;
const deletesSources = (_target: unknown, args: readonly unknown[]): boolean => optionsIn(args)['deleteSourceObjects'] === true;

const UPLOAD: Part = { details: uploads.details, failure: transfers.mismatched };
const DOWNLOAD: Part = { details: downloads.details, failure: transfers.mismatched };
const TRANSFER: Part = { returns: 'promise', composite: true, failure: transfers.mismatched };
/** Signing is local work. Without a key, IAM signs; the HTTP span of that request is a child. */
const SIGNING: Part = { kind: SpanKind.INTERNAL, outcome: signing.signed };
const bucketMetadata = call('set_bucket_metadata');

export const operations: OperationTable = defineOperations({
  Storage: {
    files: source('storage'),
    methods: {
      createBucket: call('create_bucket', { describe: target.describeNewBucket }),
      getBuckets: call('list_buckets', { outcome: lists.listed }),
      getBucketsStream: { assigned: perInstance(listing('list_buckets')) },
      createHmacKey: call('create_hmac_key'),
      getHmacKeys: call('list_hmac_keys', { outcome: lists.listed }),
      getHmacKeysStream: { assigned: perInstance(listing('list_hmac_keys')) },
      getServiceAccount: call('get_service_account'),
    },
  } satisfies RowsOf<Target>,
  Bucket: {
    files: source('bucket'),
    methods: {
      upload: call('upload', { ...UPLOAD, describe: target.describeLocalFile, bindArguments: uploads.withProgress, outcome: objects.made }),
      getFiles: call('list_objects', { outcome: lists.listed }),
      getFilesStream: { assigned: perInstance(listing('list_objects')) },
      deleteFiles: composite('delete_objects', { onChildSuccess: lists.countDeleted }),
      combine: call('compose', { describe: target.describeCombined, compositeIf: deletesSources, sends: true, outcome: objects.made }),
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
      getNotifications: call('list_notifications', { outcome: lists.listed }),
      createChannel: call('watch'),
      getSignedUrl: call('sign_url', { ...SIGNING, details: signing.url }),
      restore: call('restore_bucket', { returns: 'promise', since: '7.15.0' }),
      acl: { assigned: rememberOwner },
      iam: { assigned: rememberOwner },
    },
  } satisfies RowsOf<Target>,
  File: {
    files: source('file'),
    methods: {
      save: call('upload', { ...UPLOAD, callbackFrom: 1, bindArguments: uploads.withDataAndProgress, outcome: objects.known }),
      createWriteStream: call('upload', { ...UPLOAD, returns: 'writable', starts: 'writing', outcome: uploads.writtenByStream }),
      startSimpleUpload_: { wrap: uploads.starts('multipart') },
      startResumableUpload_: { wrap: uploads.starts('resumable') },
      download: call('download', DOWNLOAD),
      createReadStream: call('download', { ...DOWNLOAD, returns: 'stream', starts: 'reading', rows: false, outcome: downloads.readByStream }),
      copy: call('copy', { describe: target.describeDestination, outcome: objects.copied }),
      move: composite('move', { describe: target.describeDestination }),
      rename: composite('rename', { describe: target.describeDestination }),
      moveFileAtomic: call('move_atomic', { describe: target.describeDestination, since: '7.16.0' }),
      delete: call('delete'),
      restore: call('restore', { returns: 'promise', since: '7.9.0' }),
      get: call('get', { outcome: objects.known, since: '7.9.0' }),
      getExpirationDate: call('get_metadata', { outcome: objects.known }),
      setMetadata: call('set_metadata', { outcome: objects.known }),
      setStorageClass: call('set_storage_class', { outcome: objects.rewritten }),
      rotateEncryptionKey: call('rotate_encryption_key', { outcome: objects.rewritten }),
      makePublic: call('make_public'),
      makePrivate: call('make_private'),
      isPublic: call('is_public'),
      createResumableUpload: call('create_resumable_upload'),
      getSignedUrl: call('sign_url', { ...SIGNING, details: signing.url }),
      generateSignedPostPolicyV2: call('sign_policy', { ...SIGNING, details: signing.policy('v2') }),
      generateSignedPostPolicyV4: call('sign_policy', { ...SIGNING, details: signing.policy('v4') }),
      acl: { assigned: rememberOwner },
    },
  } satisfies RowsOf<Target>,
  // The base class of buckets, files, HMAC keys and notifications.
  ServiceObject: {
    files: source('nodejs-common/service-object'),
    methods: {
      create: call('create', { describe: target.describeKind({ Bucket: 'create_bucket', Notification: 'create_notification' }) }),
      get: call('get', { describe: target.describeKind({ Bucket: 'get_bucket', HmacKey: 'get_hmac_key', Notification: 'get_notification' }), outcome: objects.known }),
      exists: call('exists', { describe: target.describeKind({ Bucket: 'bucket_exists', Notification: 'get_notification' }), outcome: objects.existing }),
      delete: call('delete', { describe: target.describeKind({ Bucket: 'delete_bucket', HmacKey: 'delete_hmac_key', Notification: 'delete_notification' }) }),
      getMetadata: call('get_metadata', {
        describe: target.describeKind({ Bucket: 'get_bucket_metadata', HmacKey: 'get_hmac_key', Notification: 'get_notification' }),
        outcome: objects.known,
      }),
      setMetadata: call('set_metadata', { describe: target.describeKind({ Bucket: 'set_bucket_metadata', HmacKey: 'update_hmac_key' }), outcome: objects.known }),
    },
  } satisfies RowsOf<Target>,
  HmacKey: {
    files: source('hmacKey'),
    methods: {
      setMetadata: call('update_hmac_key'),
    },
  } satisfies RowsOf<Target>,
  Channel: {
    files: source('channel'),
    methods: {
      stop: call('stop_watch'),
    },
  } satisfies RowsOf<Target>,
  Acl: {
    files: source('acl'),
    methods: {
      get: call('get_acl'),
      add: call('add_acl'),
      update: call('update_acl'),
      delete: call('delete_acl'),
      default: { assigned: rememberOwner },
    },
  } satisfies RowsOf<Target>,
  Iam: {
    files: source('iam'),
    methods: {
      getPolicy: call('get_iam_policy'),
      setPolicy: call('set_iam_policy'),
      testPermissions: call('test_iam_permissions'),
    },
  } satisfies RowsOf<Target>,
  TransferManager: {
    files: source('transfer-manager'),
    methods: {
      uploadManyFiles: call('upload_many', { ...TRANSFER, outcome: transfers.transferred }),
      downloadManyFiles: call('download_many', { ...TRANSFER, outcome: transfers.transferred }),
      uploadFileInChunks: call('upload_chunks', { ...TRANSFER, describe: target.describeLocalFile, details: uploads.detailsOfParts }),
      downloadFileInChunks: call('download_chunks', { ...TRANSFER, describe: target.describeNamed, details: downloads.details }),
    },
  } satisfies RowsOf<Target>,
});
