/** What is known of an object after a call: from the client's own `File`, or from the answer. */
import type { Attributes } from '@gcp-otel/shared';
import type { File, ObjectMetadata, Target } from './client';
import * as shapes from './shapes';

type Results = readonly unknown[];

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
export const known = (_results: Results, target: Target): Attributes | undefined =>
  isFile(target) ? objectOf(target.metadata) : undefined;

/** An object that does not exist has nothing to tell, though the file may remember an earlier one. */
export const existing = (results: Results, target: Target): Attributes | undefined =>
  results[0] === true ? known(results, target) : undefined;

/** `bucket.upload` and `bucket.combine` give the file that they made. */
export const made = ([file, resource]: Results): Attributes =>
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
