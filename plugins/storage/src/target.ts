/** What a call is about: the server, the bucket, the object; for each way to name them. */
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

/** The option of the plugin that these functions look at. */
interface Config extends ClientInstrumentationConfig {
  readonly captureObjectNames?: boolean;
}
type Arguments = readonly unknown[];

interface Server {
  readonly endpoint: string;
  /** What the paths of all requests begin with: nothing, unless the endpoint is a gateway below some path. */
  readonly basePath: string;
  readonly address: string;
  /** Unless it is that of HTTPS. */
  readonly port: number | undefined;
}

const servers = new WeakMap<StorageClient, Server>();

const serverOf = (storage: StorageClient): Server => {
  const { apiEndpoint: endpoint } = storage;
  const known = servers.get(storage);
  if (known?.endpoint === endpoint) return known;
  const { hostname, port, protocol, pathname } = new URL(endpoint);
  // As sockets name it: an IPv6 address has brackets in URLs only.
  const address = hostname.replaceAll(/^\[|\]$/g, '');
  const number = port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port);
  const basePath = pathname.replace(/\/$/, '');
  const server = { endpoint, basePath, address, port: number === 443 ? undefined : number };
  servers.set(storage, server);
  return server;
};

/** What is before the API's own path in the requests of a call. */
export const basePathOf = (target: Target): string => {
  const { storage } = placeOf(target);
  return storage === undefined ? '' : serverOf(storage).basePath;
};

const RECORDED: Attributes = { 'gcp.client.service': 'storage' };

/** What every span says: which operation, which bucket, which object. */
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

/** A call on what it is called on. */
export const describe = (target: Target, _args: Arguments, operation: string, config: Config): Description =>
  described(operation, placeOf(target), config);

/** A call of a method that several kinds of things share, each under a name of its own. */
export const describeKind =
  (names: { readonly [Kind in ResourceKind]?: string }) =>
  (target: Target, _args: Arguments, operation: string, config: Config): Description => {
    const kind = kindOf(target);
    return described((kind && names[kind]) ?? operation, placeOf(target), config);
  };

/** A call that makes a bucket, or anything else whose name is the first argument. */
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

/** The name of an object that is given by its name, or as a file. */
const nameOf = (given: unknown): string | undefined => {
  const found = typeof given === 'string' ? given : (given as { readonly name?: unknown } | undefined)?.name;
  return typeof found === 'string' ? found : undefined;
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

/** `downloadFileInChunks(fileOrName)`: what is named by the first argument. */
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

/** Where an object goes: a name in its own bucket, a `gs://` URL, a bucket that takes it under its name, or a file. */
const destinationOf = (source: Place, given: unknown): Pick<Place, 'bucket' | 'object'> => {
  if (typeof given === 'string') {
    const [, bucket = source.bucket, object = given] = GS_URL.exec(given) ?? [];
    return { bucket, object };
  }
  const { bucket, object } = placeOf(given ?? {});
  return { bucket, object: object ?? source.object };
};

/** A call that brings an object to another place. */
export const describeDestination = (
  file: Target,
  [given]: Arguments,
  operation: string,
  config: Config,
): Description => {
  const place = placeOf(file);
  const { bucket, object } = destinationOf(place, given);
  const more: Attributes = { 'gcp.storage.destination.bucket': bucket };
  if (config.captureObjectNames !== false) more['gcp.storage.destination.object'] = object;
  return described(operation, place, config, more);
};
