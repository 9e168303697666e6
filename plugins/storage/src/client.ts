/**
 * The fields of @google-cloud/storage that the plugin reads. They are the same in 7.0 to 8.4. The types are structural,
 * because the client is an optional peer and two copies of it may be loaded.
 */

export interface StorageClient {
  /** Where requests go: `https://storage.googleapis.com`, or an emulator. */
  readonly apiEndpoint: string;
}

/** Fields that buckets and files share with the API's other resources. */
interface Resource {
  readonly storage?: StorageClient;
  /** `/b`, `/o`, `/notificationConfigs`, `/projects/P/hmacKeys`, `/channels`. */
  readonly baseUrl?: string;
  readonly parent?: Target;
  readonly userProject?: string;
  /** Set by `bucket.file()`; the default for calls without preconditions of their own. */
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

/** The API's object resource. Numbers are strings, or numbers in some releases. */
export interface ObjectMetadata {
  readonly generation?: string | number;
  readonly size?: string | number;
  readonly contentType?: string;
  readonly storageClass?: string;
}

/** Any object of the client that a traced method is called on. */
export type Target = Partial<Bucket> & Partial<StorageClient> & { readonly bucket?: Bucket };

/** The client, bucket and object that a call is about. */
export interface Place {
  readonly storage: StorageClient | undefined;
  readonly bucket: string | undefined;
  readonly object: string | undefined;
}

/** The bucket or file of each `Acl` and `Iam`, which only keep a bound function of it. */
const owners = new WeakMap<object, Target>();

/** Remembers which object a constructor assigns an `Acl` or `Iam` to. */
export const rememberOwner = (_engine: unknown, owner: Target, part: unknown): unknown => {
  // `bucket.acl.default` is assigned to `bucket.acl`, not to the bucket.
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
  // A file, or a transfer manager, which has no name.
  if (isObject(bucket)) return { storage: bucket.storage, bucket: text(bucket.name), object: name };
  if (apiEndpoint !== undefined)
    return { storage: target as StorageClient, bucket: undefined, object: undefined };
  if (isObject(storage) && name !== undefined) return { storage, bucket: name, object: undefined };
  if (isObject(parent)) return placeOf(parent);
  return { storage, bucket: undefined, object: undefined };
};

/** The resources that inherit the methods of `ServiceObject`. */
export type ResourceKind = 'Bucket' | 'File' | 'HmacKey' | 'Notification';

const KINDS: readonly [RegExp, ResourceKind][] = [
  [/^\/o$/, 'File'],
  [/^\/b$/, 'Bucket'],
  [/\/hmacKeys$/, 'HmacKey'],
  [/^\/notificationConfigs$/, 'Notification'],
];

export const kindOf = ({ baseUrl = '' }: Target): ResourceKind | undefined =>
  KINDS.find(([url]) => url.test(baseUrl))?.[1];

/** The options of a call: the last argument that is a plain object. */
export const optionsIn = (args: readonly unknown[]): { readonly [option: string]: unknown } =>
  (args.findLast(isPlain) as { readonly [option: string]: unknown } | undefined) ?? NO_OPTIONS;

export const NO_OPTIONS: { readonly [option: string]: unknown } = {};

const isPlain = (value: unknown): boolean => {
  if (!isObject(value)) return false;
  // Works across realms, where `Object.prototype` is a different object.
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || (Object.getPrototypeOf(prototype) === null && !Array.isArray(value));
};
