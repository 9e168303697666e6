import type { Content } from './content.ts';

/** A resource of the JSON API. */
export type Metadata = Record<string, unknown>;

let generations = 1_700_000_000_000_000;

/** Generations increase, as on the real server. */
function newGeneration(): string {
  return String(++generations);
}

export function newObjectMetadata(
  bucket: string,
  name: string,
  { size, crc32c, md5Hash }: Content,
  metadata: Metadata,
): Metadata {
  const generation = newGeneration();
  const now = new Date().toISOString();
  return {
    contentType: 'application/octet-stream',
    storageClass: 'STANDARD',
    ...metadata,
    kind: 'storage#object',
    id: `${bucket}/${name}/${generation}`,
    name,
    bucket,
    generation,
    metageneration: '1',
    size: String(size),
    crc32c,
    md5Hash,
    etag: etagOf(generation),
    timeCreated: now,
    updated: now,
    timeStorageClassUpdated: now,
  };
}

export function newBucketMetadata(name: string, metadata: Metadata): Metadata {
  const now = new Date().toISOString();
  return {
    location: 'US',
    locationType: 'multi-region',
    storageClass: 'STANDARD',
    ...metadata,
    kind: 'storage#bucket',
    id: name,
    name,
    projectNumber: '123456789012',
    generation: newGeneration(),
    metageneration: '1',
    etag: 'CAE=',
    timeCreated: now,
    updated: now,
  };
}

/** The metadata that a client may set on an object that it uploads or copies. */
export function writableMetadata(metadata: Metadata): Metadata {
  const names = [
    'cacheControl',
    'contentDisposition',
    'contentEncoding',
    'contentLanguage',
    'contentType',
    'contexts',
    'customTime',
    'metadata',
    'storageClass',
  ];
  return Object.fromEntries(names.filter((name) => metadata[name]).map((name) => [name, metadata[name]]));
}

/** Patches metadata: objects are merged, and null removes a field. */
export function patchMetadata(metadata: Metadata, patch: Metadata): void {
  merge(metadata, patch);
  metadata['metageneration'] = String(Number(metadata['metageneration']) + 1);
  metadata['updated'] = new Date().toISOString();
}

function merge(target: Metadata, patch: Metadata): void {
  for (const [key, value] of Object.entries(patch)) {
    const present = target[key];
    if (value === null) delete target[key];
    else if (isRecord(present) && isRecord(value)) merge(present, value);
    else target[key] = value;
  }
}

function isRecord(value: unknown): value is Metadata {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function etagOf(generation: string): string {
  return Buffer.from(generation).toString('base64');
}
