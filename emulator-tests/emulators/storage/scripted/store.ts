import { contentOf, generatedContent, type Content } from './content.ts';
import { has, numberIn } from './faults.ts';
import { Refusal, refusal } from './refusal.ts';
import { newBucketMetadata, newObjectMetadata, type Metadata } from './metadata.ts';

export interface AccessControl {
  readonly kind: string;
  readonly entity: string;
  readonly role: string;
}

export interface StoredObject {
  readonly bucket: string;
  readonly name: string;
  readonly content: Content;
  readonly metadata: Metadata;
  readonly acl: Map<string, AccessControl>;
}

export interface Bucket {
  readonly name: string;
  readonly metadata: Metadata;
  readonly objects: Map<string, StoredObject>;
  /** The last deleted object of each name. */
  readonly deleted: Map<string, StoredObject>;
  readonly acl: Map<string, AccessControl>;
  readonly defaultAcl: Map<string, AccessControl>;
  readonly notifications: Map<string, Metadata>;
  policy: Metadata;
}

/** The server's state, in memory. */
export class Store {
  readonly buckets = new Map<string, Bucket>();
  readonly deletedBuckets = new Map<string, Bucket>();
  readonly hmacKeys = new Map<string, Metadata>();
  /** The number of keys so far, for unique ids. */
  hmacKeysMade = 0;

  /** A bucket. The first use creates it, unless it was deleted or its name starts with `missing`. */
  bucket(name: string): Bucket {
    const bucket = this.buckets.get(name);
    if (bucket) return bucket;
    if (name.startsWith('missing') || this.deletedBuckets.has(name))
      throw new Refusal(404, `The specified bucket does not exist: ${name}`);
    return this.createBucket(name, {});
  }

  createBucket(name: string, metadata: Metadata): Bucket {
    const bucket = {
      name,
      metadata: newBucketMetadata(name, metadata),
      objects: new Map(),
      deleted: new Map(),
      acl: new Map(),
      defaultAcl: new Map(),
      notifications: new Map(),
      policy: { kind: 'storage#policy', version: 1, etag: 'CAE=', bindings: [] },
    };
    this.buckets.set(name, bucket);
    this.deletedBuckets.delete(name);
    return bucket;
  }

  deleteBucket({ name, objects }: Bucket): void {
    if (objects.size > 0) throw new Refusal(409, `The bucket you tried to delete is not empty: ${name}`);
    const bucket = this.buckets.get(name);
    if (bucket) this.deletedBuckets.set(name, bucket);
    this.buckets.delete(name);
  }

  restoreBucket(name: string): Bucket {
    const bucket = this.deletedBuckets.get(name) ?? this.bucket(name);
    this.buckets.set(name, bucket);
    this.deletedBuckets.delete(name);
    return bucket;
  }

  /** An object that was uploaded, or that exists because of its name. */
  object(bucketName: string, name: string): StoredObject {
    const object = this.findObject(bucketName, name);
    if (!object) throw refusal(404, `${bucketName}/${name}`);
    return object;
  }

  findObject(bucketName: string, name: string): StoredObject | undefined {
    const bucket = this.bucket(bucketName);
    if (has([name], 'missing')) return undefined;
    return bucket.objects.get(name) ?? this.#generateObject(bucket, name);
  }

  putObject(bucketName: string, name: string, content: Content, metadata: Metadata): StoredObject {
    const object = {
      bucket: bucketName,
      name,
      content,
      metadata: newObjectMetadata(bucketName, name, content, metadata),
      acl: new Map(),
    };
    this.bucket(bucketName).objects.set(name, object);
    return object;
  }

  deleteObject({ bucket: bucketName, name }: StoredObject): void {
    const bucket = this.bucket(bucketName);
    const object = bucket.objects.get(name);
    if (object) bucket.deleted.set(name, object);
    bucket.objects.delete(name);
  }

  restoreObject(bucketName: string, name: string, generation: string | null): StoredObject {
    const bucket = this.bucket(bucketName);
    const object = bucket.deleted.get(name);
    if (!object || (generation && generation !== object.metadata['generation']))
      throw refusal(404, `${bucketName}/${name}`);
    bucket.deleted.delete(name);
    return this.putObject(bucketName, name, object.content, object.metadata);
  }

  /** Creates the objects for a list of N pages of two. */
  seedPages(bucket: Bucket, prefix: string, pages: number): void {
    for (let number = 1; number <= 2 * pages; number++) {
      const name = `${prefix}${prefix && !prefix.endsWith('/') ? '/' : ''}object${String(number).padStart(4, '0')}`;
      if (!bucket.objects.has(name)) this.putObject(bucket.name, name, contentOf(Buffer.from(name)), {});
    }
  }

  #generateObject(bucket: Bucket, name: string): StoredObject | undefined {
    if (bucket.deleted.has(name)) return undefined;
    const plain = numberIn([name], 'size');
    const size = plain ?? numberIn([name], 'gzip');
    if (size === undefined) return undefined;
    const gzip = plain === undefined;
    return this.putObject(
      bucket.name,
      name,
      generatedContent(size, gzip),
      gzip ? { contentEncoding: 'gzip' } : {},
    );
  }
}
