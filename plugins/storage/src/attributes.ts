import type { Attributes, Call, Consumed } from '@gcp-otel/shared';
import { type File, NO_OPTIONS, type ObjectMetadata, optionsIn, type Target } from './client';
import * as shapes from './shapes';

type Arguments = readonly unknown[];
type Results = readonly unknown[];

const PRECONDITIONS = [
  'ifGenerationMatch',
  'ifGenerationNotMatch',
  'ifMetagenerationMatch',
  'ifMetagenerationNotMatch',
  'ifSourceGenerationMatch',
  'ifSourceGenerationNotMatch',
  'ifSourceMetagenerationMatch',
  'ifSourceMetagenerationNotMatch',
] as const;

/** What a request asks for beside its target: under which conditions, and who pays. */
export const asked = (target: Target, args: Arguments): Attributes => {
  const options = optionsIn(args);
  const { preconditionOpts = target.instancePreconditionOpts, userProject = target.userProject } = options;
  const attributes: Attributes = {};
  if (options !== NO_OPTIONS || preconditionOpts !== undefined) {
    const given = { ...options, ...(preconditionOpts as object | undefined) };
    const preconditions = PRECONDITIONS.filter((name) => given[name] !== undefined);
    if (preconditions.length > 0) attributes['gcp.storage.preconditions'] = preconditions;
  }
  if (typeof userProject === 'string') attributes['gcp.storage.user_project'] = userProject;
  return attributes;
};

/** The check that the client makes: CRC32C, unless the call says otherwise. */
const validationOf = (validation: unknown): string => {
  if (validation === false) return 'none';
  if (typeof validation !== 'string') return 'crc32c';
  const named = validation.trim().toLowerCase();
  return named === 'md5' || named === 'crc32c' ? named : 'none';
};

export const askedToUpload = (target: Target, args: Arguments): Attributes => ({
  ...asked(target, args),
  'gcp.storage.validation': validationOf(optionsIn(args)['validation']),
});

/** The client's own default: 32 MiB. */
const PART_SIZE = 32 * 1024 * 1024;

export const askedToUploadInParts = (target: Target, args: Arguments): Attributes => {
  const { chunkSizeBytes } = optionsIn(args);
  return {
    ...askedToUpload(target, args),
    'gcp.storage.upload.type': 'xml_multipart',
    'gcp.storage.upload.chunk_size': typeof chunkSizeBytes === 'number' ? chunkSizeBytes : PART_SIZE,
  };
};

export const askedToDownload = (target: Target, args: Arguments): Attributes => {
  const { start, end, validation } = optionsIn(args);
  const range = typeof start === 'number' || typeof end === 'number';
  return {
    ...asked(target, args),
    'gcp.storage.range': range,
    // A part of an object has no checksum to compare with.
    'gcp.storage.validation': range ? 'none' : validationOf(validation),
  };
};

const ACTIONS: readonly unknown[] = ['read', 'write', 'delete', 'resumable', 'list'];

export const askedToSign = (_target: Target, args: Arguments): Attributes => {
  const { version = 'v2', action } = optionsIn(args);
  const attributes: Attributes = {};
  if (version === 'v2' || version === 'v4') attributes['gcp.storage.signed_url.version'] = version;
  if (ACTIONS.includes(action)) attributes['gcp.storage.signed_url.action'] = String(action);
  return attributes;
};

/** A policy's version is in the name of the method that signs it. */
export const askedToSignPolicy = (version: 'v2' | 'v4') => (): Attributes => ({
  'gcp.storage.signed_url.version': version,
});

/** The request to IAM is seen where it is made; without one, the client signed with a key of its own. */
export const signed = (_results: Results, _target: Target, call: Call): Attributes | undefined =>
  call.told(SIGNER) === undefined ? { [SIGNER]: 'local' } : undefined;

export const SIGNER = 'gcp.storage.signed_url.signer';

/** What the API tells of an object. */
const objectOf = (metadata: ObjectMetadata | undefined): Attributes => {
  const attributes: Attributes = {};
  if (metadata === undefined) return attributes;
  const generation = shapes.generation(metadata.generation);
  const size = shapes.size(metadata.size);
  const type = shapes.mediaType(metadata.contentType);
  const storageClass = shapes.constant(metadata.storageClass);
  if (generation !== undefined) attributes['gcp.storage.object.generation'] = generation;
  if (size !== undefined) attributes['gcp.storage.object.size'] = size;
  if (type !== undefined) attributes['gcp.storage.object.content_type'] = type;
  if (storageClass !== undefined) attributes['gcp.storage.object.storage_class'] = storageClass;
  return attributes;
};

const isFile = (target: Target): target is File => target.baseUrl === '/o';

/** The client keeps what it was told of a file on the file. */
export const fileKnown = (_results: Results, target: Target): Attributes | undefined =>
  isFile(target) ? objectOf(target.metadata) : undefined;

/** An object that does not exist has nothing to tell, though the file may remember an earlier one. */
export const existing = (results: Results, target: Target): Attributes | undefined =>
  results[0] === true ? fileKnown(results, target) : undefined;

/** `bucket.upload` and `bucket.combine` give the file that they made. */
export const fileMade = ([file, resource]: Results): Attributes =>
  objectOf(resource ?? (file as File | undefined)?.metadata);

/** A rewrite is told by the answer to the last of its requests: the client forgets it. */
export const rewritten = (results: Results): Attributes => {
  type Answer = { readonly resource?: ObjectMetadata } | undefined;
  return objectOf((results as readonly Answer[]).find((answer) => answer?.resource !== undefined)?.resource);
};

/** A copy has a generation of its own: it is not that of the object that the call is about. */
export const copied = (results: Results): Attributes => {
  const { 'gcp.storage.object.generation': _ofTheCopy, ...attributes } = rewritten(results);
  return attributes;
};

export const listed = ([items]: Results): Attributes | undefined =>
  Array.isArray(items) ? { 'gcp.storage.list.items': items.length } : undefined;

export const listedByStream = ({ rows }: Consumed): Attributes => ({ 'gcp.storage.list.items': rows });

/** A stream that was left before its end moved less than the whole. */
const left = ({ complete }: Consumed): Attributes | undefined =>
  complete ? undefined : { 'gcp.storage.transfer.aborted': true };

export const readByStream = (read: Consumed): Attributes | undefined => left(read);

export const writtenByStream = (written: Consumed, file: Target): Attributes | undefined =>
  written.complete ? fileKnown([], file) : left(written);

const MISMATCHES: readonly unknown[] = [
  'CONTENT_DOWNLOAD_MISMATCH',
  'FILE_NO_UPLOAD',
  'FILE_NO_UPLOAD_DELETE',
  'MD5_NOT_AVAILABLE',
];

/** What arrived is not what was sent. */
export const mismatched = (error: { readonly code?: unknown } | undefined): Attributes | undefined =>
  MISMATCHES.includes(error?.code) ? { 'gcp.storage.validation': 'failed' } : undefined;

const isSkipped = (result: { readonly skipped?: unknown } | undefined): boolean => result?.skipped === true;

/** The files that the call was about, and those that it passed over: they exist, cannot be written to, or failed. */
export const transferred = (results: unknown): Attributes | undefined => {
  if (!Array.isArray(results)) return undefined;
  return {
    'gcp.storage.transfer.files': results.length,
    'gcp.storage.transfer.skipped': results.filter(isSkipped).length,
  };
};

/** Of the steps of `deleteFiles`, the ones that deleted. */
export const countsDeleted = (step: Call, call: Call): void => {
  if (step.operation.operation === 'delete') call.count('gcp.storage.delete.count');
};
