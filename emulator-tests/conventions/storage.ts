import type { Documented } from './documented.ts';

/** Buckets' names: what Cloud Storage allows, and what the scripted server's vocabulary needs. */
const bucket = String.raw`[\w.-]+`;
const operations = (names: string) => names.trim().split(/[\s|]+/);
const named = (names: string, kind: 'CLIENT' | 'INTERNAL', target = ` ${bucket}`) =>
  operations(names).map((operation) => ({ name: new RegExp(`^${operation}${target}$`), kind }));

const ofObjects = `
  upload download copy move_atomic delete restore exists get get_metadata set_metadata set_storage_class
  rotate_encryption_key is_public create_resumable_upload`;
const ofBuckets = `
  list_objects create_bucket delete_bucket get_bucket bucket_exists get_bucket_metadata set_bucket_metadata lock_retention
  restore_bucket watch get_acl add_acl update_acl delete_acl get_iam_policy set_iam_policy test_iam_permissions
  create_notification get_notification delete_notification list_notifications`;
const ofProjects = `
  list_buckets stop_watch create_hmac_key get_hmac_key update_hmac_key delete_hmac_key list_hmac_keys get_service_account`;
/** Where this process has no key, IAM signs. */
const signing = 'sign_url sign_policy';
const composites =
  'move rename delete_objects enable_logging upload_many download_many upload_chunks download_chunks';
/** Composites, where they are asked for. */
const ofEitherKind = 'compose make_public make_private';

const every = [ofObjects, ofBuckets, ofProjects, composites, ofEitherKind, signing].flatMap(operations);

/** What `@gcp-otel/instrumentation-storage` documents. */
export const documented: Documented = {
  scope: '@gcp-otel/instrumentation-storage',
  spanNames: [
    ...named(ofObjects, 'CLIENT'),
    ...named(ofBuckets, 'CLIENT'),
    ...named(ofProjects, 'CLIENT', ''),
    ...named(composites, 'INTERNAL'),
    ...named(signing, 'INTERNAL'),
    ...named(ofEitherKind, 'CLIENT'),
    ...named(ofEitherKind, 'INTERNAL'),
  ],
  required: ['gcp.storage.operation', 'gcp.client.service', 'server.address'],
  attributes: {
    'gcp.storage.billing.class': 'string',
    'gcp.storage.billing.class_a': 'int',
    'gcp.storage.billing.class_b': 'int',
    'gcp.storage.bucket': 'string',
    'gcp.storage.bytes.received': 'int',
    'gcp.storage.bytes.sent': 'int',
    'gcp.storage.compose.sources': 'int',
    'gcp.storage.delete.count': 'int',
    'gcp.storage.destination.bucket': 'string',
    'gcp.storage.destination.object': 'string',
    'gcp.storage.list.items': 'int',
    'gcp.storage.list.pages': 'int',
    'gcp.storage.object': 'string',
    'gcp.storage.object.content_type': 'string',
    'gcp.storage.object.generation': 'string',
    'gcp.storage.object.size': 'int',
    'gcp.storage.object.storage_class': 'string',
    'gcp.storage.operation': 'string',
    'gcp.storage.preconditions': 'string[]',
    'gcp.storage.range': 'boolean',
    'gcp.storage.rewrite.count': 'int',
    'gcp.storage.signed_url.action': 'string',
    'gcp.storage.signed_url.signer': 'string',
    'gcp.storage.signed_url.version': 'string',
    'gcp.storage.transfer.aborted': 'boolean',
    'gcp.storage.transfer.files': 'int',
    'gcp.storage.transfer.skipped': 'int',
    'gcp.storage.upload.attempts': 'int',
    'gcp.storage.upload.chunk_size': 'int',
    'gcp.storage.upload.resumed': 'boolean',
    'gcp.storage.upload.type': 'string',
    'gcp.storage.user_project': 'string',
    'gcp.storage.validation': 'string',
  },
  values: {},
  patterns: {
    'gcp.storage.billing.class': /^[ab]$/,
    'gcp.client.service': /^storage$/,
    'gcp.storage.object.generation': /^\d+$/,
    'gcp.storage.operation': new RegExp(`^(?:${every.join('|')})$`),
    'gcp.storage.preconditions': /^if\w+Match(?:,if\w+Match)*$/,
    'gcp.storage.signed_url.action': /^(?:read|write|delete|resumable|list)$/,
    'gcp.storage.signed_url.signer': /^(?:local|iam)$/,
    'gcp.storage.signed_url.version': /^v[24]$/,
    'gcp.storage.upload.type': /^(?:multipart|resumable|xml_multipart)$/,
    'gcp.storage.validation': /^(?:crc32c|md5|none|failed)$/,
  },
  events: {},
  metrics: {
    'gcp.storage.client.operation.duration': {
      instrument: 'histogram',
      unit: 's',
      boundaries: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10],
      attributes: {
        'gcp.storage.operation': 'required',
        'gcp.storage.bucket': 'recommended',
        'error.type': 'recommended',
        'server.address': 'required',
      },
    },
    'gcp.storage.client.io': {
      instrument: 'counter',
      unit: 'By',
      attributes: {
        'network.io.direction': 'required',
        'gcp.storage.operation': 'required',
        'gcp.storage.bucket': 'recommended',
        'gcp.storage.object.storage_class': 'recommended',
      },
    },
    'gcp.storage.client.billing.operations': {
      instrument: 'counter',
      unit: '{operation}',
      attributes: {
        'gcp.storage.billing.class': 'required',
        'gcp.storage.operation': 'required',
        'gcp.storage.bucket': 'recommended',
        'gcp.storage.object.storage_class': 'recommended',
      },
    },
  },
};
