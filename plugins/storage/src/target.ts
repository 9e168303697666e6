/** The server, bucket and object of a call, for each way in which arguments can name them. */
import { basename } from 'node:path';
import type { Attributes, ClientInstrumentationConfig, Description } from '@gcp-otel/shared';
import {
  kindOf,
  optionsIn,
  type Place,
  placeOf,
  type ResourceKind,
  type StorageClient,
  type Target,
} from './client';

/** The plugin option that these functions read. */
interface Config extends ClientInstrumentationConfig {
  readonly captureObjectNames?: boolean;
}
type Arguments = readonly unknown[];

interface Server {
  readonly endpoint: string;
  /** The path prefix of all requests. Empty unless the endpoint is a gateway with a path. */
  readonly basePath: string;
  readonly address: string;
  /** `undefined` for 443. */
  readonly port: number | undefined;
}

const servers = new WeakMap<StorageClient, Server>();

const serverOf = (storage: StorageClient): Server => {
  const { apiEndpoint: endpoint } = storage;
  const known = servers.get(storage);
  if (known?.endpoint === endpoint) return known;
  const { hostname, port, protocol, pathname } = new URL(endpoint);
  // Only URLs put brackets around IPv6 addresses.
  const address = hostname.replaceAll(/^\[|\]$/g, '');
  const number = port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port);
  const basePath = pathname.replace(/\/$/, '');
  const server = { endpoint, basePath, address, port: number === 443 ? undefined : number };
  servers.set(storage, server);
  return server;
};

/** The path prefix of the requests of a call, before the API's own path. */
export const basePathOf = (target: Target): string => {
  const { storage } = placeOf(target);
  return storage === undefined ? '' : serverOf(storage).basePath;
};

const RECORDED: Attributes = { 'gcp.client.service': 'storage' };

/** The attributes of every span: operation, bucket, object and server. */
const described = (
  operation: string,
  { storage, bucket, object }: Place,
  { captureObjectNames }: Config,
  more?: Attributes,
): Description => {
  const attributes: Attributes = { 'gcp.storage.operation': operation };
  if (bucket !== undefined) attributes['gcp.storage.bucket'] = bucket;
  if (object !== undefined && captureObjectNames !== false) attributes['gcp.storage.object'] = object;
  if (storage !== undefined) {
    const { address, port } = serverOf(storage);
    attributes['server.address'] = address;
    if (port !== undefined) attributes['server.port'] = port;
  }
  if (more !== undefined) Object.assign(attributes, more);
  return { operation, target: bucket, attributes, recordedAttributes: RECORDED };
};

/** Describes a call whose target is the object that the method belongs to. */
export const describe = (target: Target, _args: Arguments, operation: string, config: Config): Description =>
  described(operation, placeOf(target), config);

/** Describes a method that several kinds of resources inherit. Each has its own operation name. */
export const describeKind =
  (names: { readonly [Kind in ResourceKind]?: string }) =>
  (target: Target, _args: Arguments, operation: string, config: Config): Description => {
    const kind = kindOf(target);
    return described((kind && names[kind]) ?? operation, placeOf(target), config);
  };

/** Describes a call whose first argument is the bucket's name. */
export const describeNewBucket = (
  storage: Target,
  [bucket]: Arguments,
  operation: string,
  config: Config,
): Description =>
  described(
    operation,
    { ...placeOf(storage), bucket: typeof bucket === 'string' ? bucket : undefined },
    config,
  );

/** The name of an object that is passed as a name or as a `File`. */
const nameOf = (object: unknown): string | undefined => {
  const name =
    typeof object === 'string' ? object : (object as { readonly name?: unknown } | undefined)?.name;
  return typeof name === 'string' ? name : undefined;
};

/** `bucket.upload(path, { destination })` and `uploadFileInChunks(path, { uploadName })`. */
export const describeLocalFile = (
  target: Target,
  args: Arguments,
  operation: string,
  config: Config,
): Description => {
  const { destination, uploadName } = optionsIn(args);
  const [path] = args;
  const object =
    nameOf(destination) ?? nameOf(uploadName) ?? (typeof path === 'string' ? basename(path) : undefined);
  return described(operation, { ...placeOf(target), object }, config);
};

/** `downloadFileInChunks(fileOrName)`. */
export const describeNamed = (
  target: Target,
  [object]: Arguments,
  operation: string,
  config: Config,
): Description => described(operation, { ...placeOf(target), object: nameOf(object) }, config);

/** `bucket.combine(sources, destination)`. */
export const describeCombined = (
  target: Target,
  [sources, destination]: Arguments,
  operation: string,
  config: Config,
): Description => {
  const more = Array.isArray(sources) ? { 'gcp.storage.compose.sources': sources.length } : undefined;
  return described(operation, { ...placeOf(target), object: nameOf(destination) }, config, more);
};

const GS_URL = /^gs:\/\/([^/]+)\/(.+)$/;

/** A destination is a name in the same bucket, a `gs://` URL, a `Bucket` (the name stays), or a `File`. */
const destinationOf = (source: Place, destination: unknown): Pick<Place, 'bucket' | 'object'> => {
  if (typeof destination === 'string') {
    const [, bucket = source.bucket, object = destination] = GS_URL.exec(destination) ?? [];
    return { bucket, object };
  }
  const { bucket, object } = placeOf(destination ?? {});
  return { bucket, object: object ?? source.object };
};

/** Describes a call that copies or moves an object. */
export const describeDestination = (
  file: Target,
  [destination]: Arguments,
  operation: string,
  config: Config,
): Description => {
  const place = placeOf(file);
  const { bucket, object } = destinationOf(place, destination);
  const more: Attributes = { 'gcp.storage.destination.bucket': bucket };
  if (config.captureObjectNames !== false) more['gcp.storage.destination.object'] = object;
  return described(operation, place, config, more);
};
