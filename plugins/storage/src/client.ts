/**
 * What is read of the client's objects: the releases 7.0 to 8.4 have it alike. Structural, because the client is
 * an optional peer, and because two copies of it may be loaded.
 */

export interface StorageClient {
  /** Where requests go: `https://storage.googleapis.com`, or an emulator. */
  readonly apiEndpoint: string;
}

/** What bucket and file have in common with the other things that the API knows. */
interface Resource {
  readonly storage?: StorageClient;
  /** `/b`, `/o`, `/notificationConfigs`, `/projects/P/hmacKeys`, `/channels`. */
  readonly baseUrl?: string;
  readonly parent?: Target;
  readonly userProject?: string;
  /** Given to `bucket.file()`, and used where a call gives none. */
  readonly instancePreconditionOpts?: object;
}

export interface Bucket extends Resource {
  readonly name: string;
  readonly storage: StorageClient;
}

export interface File extends Resource {
  readonly name: string;
  readonly bucket: Bucket;
  readonly metadata?: ObjectMetadata;
}

/** The API's object resource. Numbers come as strings, and as numbers from some releases. */
export interface ObjectMetadata {
  readonly generation?: string | number;
  readonly size?: string | number;
  readonly contentType?: string;
  readonly storageClass?: string;
}

/** Whatever object of the client a method is called on. */
export type Target = Partial<Bucket> & Partial<StorageClient> & { readonly bucket?: Bucket };

/** Where a call goes. */
export interface Place {
  readonly storage: StorageClient | undefined;
  readonly bucket: string | undefined;
  readonly object: string | undefined;
}

/** Whose access an `Acl` or an `Iam` is about: they keep nothing of it but a bound function. */
const owners = new WeakMap<object, Target>();

/** Remembers the owner of what a constructor assigns to it. */
export const remembersOwner = (_engine: unknown, owner: Target, part: unknown): unknown => {
  // The access of a bucket's new objects hangs on the access of the bucket.
  if (typeof part === 'object' && part !== null) owners.set(part, owners.get(owner) ?? owner);
  return part;
};

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export const placeOf = (target: Target): Place => {
  const owner = owners.get(target);
  if (owner !== undefined) return placeOf(owner);
  const { storage, bucket, parent, apiEndpoint } = target;
  const name = text(target.name);
  // A file, or the transfer manager, which has no name.
  if (isObject(bucket)) return { storage: bucket.storage, bucket: text(bucket.name), object: name };
  if (apiEndpoint !== undefined)
    return { storage: target as StorageClient, bucket: undefined, object: undefined };
  if (isObject(storage) && name !== undefined) return { storage, bucket: name, object: undefined };
  if (isObject(parent)) return placeOf(parent);
  return { storage, bucket: undefined, object: undefined };
};

/** The kinds of things that share the methods of `ServiceObject`. */
export type ResourceKind = 'Bucket' | 'File' | 'HmacKey' | 'Notification';

const KINDS: readonly [RegExp, ResourceKind][] = [
  [/^\/o$/, 'File'],
  [/^\/b$/, 'Bucket'],
  [/\/hmacKeys$/, 'HmacKey'],
  [/^\/notificationConfigs$/, 'Notification'],
];

export const kindOf = ({ baseUrl = '' }: Target): ResourceKind | undefined =>
  KINDS.find(([url]) => url.test(baseUrl))?.[1];

/** The options among the arguments of a call: the last that is a plain object. */
export const optionsIn = (args: readonly unknown[]): { readonly [option: string]: unknown } =>
  (args.findLast(isPlain) as { readonly [option: string]: unknown } | undefined) ?? NO_OPTIONS;

export const NO_OPTIONS: { readonly [option: string]: unknown } = {};

const isPlain = (value: unknown): boolean => {
  if (!isObject(value)) return false;
  // Of whichever realm: an object without a class of its own.
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || (Object.getPrototypeOf(prototype) === null && !Array.isArray(value));
};
