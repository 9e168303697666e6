/** Attributes of an object after a call, read from the client's `File` or from the response. */
import type { Attributes } from '@gcp-otel/shared';
import type { File, ObjectMetadata, Target } from './client';
import * as shapes from './shapes';

type Results = readonly unknown[];

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

/** The client stores the metadata of responses on the `File`. */
export const known = (_results: Results, target: Target): Attributes | undefined =>
  isFile(target) ? objectOf(target.metadata) : undefined;

/** If the object does not exist, the metadata of the `File` may be that of an earlier object. */
export const existing = (results: Results, target: Target): Attributes | undefined =>
  results[0] === true ? known(results, target) : undefined;

/** `bucket.upload` and `bucket.combine` return the new `File`. */
export const made = ([file, resource]: Results): Attributes =>
  objectOf(resource ?? (file as File | undefined)?.metadata);

/** After a rewrite, only the response to its last request has the metadata: the client does not store it. */
export const rewritten = (results: Results): Attributes => {
  type Answer = { readonly resource?: ObjectMetadata } | undefined;
  return objectOf((results as readonly Answer[]).find((answer) => answer?.resource !== undefined)?.resource);
};

/** Omits the generation, which is that of the copy and not of the object that the span names. */
export const copied = (results: Results): Attributes => {
  const { 'gcp.storage.object.generation': _ofTheCopy, ...attributes } = rewritten(results);
  return attributes;
};
