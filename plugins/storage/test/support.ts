import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { sharedScripted } from '@gcp-otel/emulator-tests/emulators';
import type * as StorageClient from '@google-cloud/storage';
import type { Storage, StorageOptions } from '@google-cloud/storage';
import { startTelemetry, type SeenSpan } from '../../../shared/test/telemetry';
import { StorageInstrumentation } from '../src';

export type Client = typeof StorageClient;

const backend = sharedScripted('storage');
export const backendHost = backend.host;
const [host, port] = backend.host.split(':') as [string, string];

export const telemetry = startTelemetry();
export const plugin = new StorageInstrumentation();
/** See emulator-tests/jest/client-environment.js. */
declare const requireClient: NodeJS.Require;
export const client: Client = plugin.instrumentModule(requireClient('@google-cloud/storage') as Client);

export const newStorage = (options: StorageOptions = {}): Storage =>
  new client.Storage({
    projectId: 'demo',
    apiEndpoint: `http://${backendHost}${process.env['STORAGE_BASE_PATH'] ?? ''}`,
    // Retries are tested where they are scripted; they need not take seconds.
    retryOptions: { retryDelayMultiplier: 0.01 },
    ...options,
  });
export const storage = newStorage();

/** Names that no other test has, nor the same test behind a gateway. */
let made = process.env['STORAGE_BASE_PATH'] === undefined ? 10_000 : 20_000;
export const unique = (name: string): string => `${name}-${process.pid}${++made}`;

export const bucket = storage.bucket('invoices');
export const temporary = mkdtempSync(join(tmpdir(), 'gcp-otel-storage-'));
export const localFile = (name: string, content: string): string => {
  const path = join(temporary, name);
  writeFileSync(path, content);
  return path;
};

/** The attributes that every span has. */
const common = (operation: string, where: { bucket?: string; object?: string }) => ({
  'gcp.storage.operation': operation,
  ...(where.bucket !== undefined && { 'gcp.storage.bucket': where.bucket }),
  ...(where.object !== undefined && { 'gcp.storage.object': where.object }),
  'server.address': host,
  'server.port': Number(port),
  'gcp.client.service': 'storage',
});

export const attribute = (attributes: object): object =>
  Object.fromEntries(Object.entries(attributes).map(([key, value]) => [`gcp.storage.${key}`, value]));
const status = (code: number) => ({ 'http.response.status_code': code });
export const ok = status(200);
export const noContent = status(204);
export const retried = (count: number) => ({ 'http.request.resend_count': count });
export const billedA = (count: number) => attribute({ 'billing.class_a': count });
export const billedB = (count: number) => attribute({ 'billing.class_b': count });
/** What is known of an object of this size. */
export const facts = (size: number, contentType = 'application/octet-stream', withGeneration = true) =>
  attribute({
    ...(withGeneration && { 'object.generation': expect.any(String) }),
    'object.size': size,
    'object.content_type': contentType,
    'object.storage_class': 'STANDARD',
  });
export const sent = (size: number, type: 'multipart' | 'resumable') =>
  attribute({
    'upload.type': type,
    'upload.attempts': 1,
    ...(type === 'resumable' && { 'upload.resumed': false }),
    'bytes.sent': size,
    validation: 'crc32c',
  });
export const received = (size: number) =>
  attribute({ 'bytes.received': size, range: false, validation: 'crc32c' });

type Where = { bucket?: string; object?: string };

export const call = (operation: string, where: Where, ...more: object[]): SeenSpan => ({
  name: where.bucket === undefined ? operation : `${operation} ${where.bucket}`,
  kind: 'CLIENT',
  attributes: Object.assign(common(operation, where), ...more),
  status: 'UNSET',
});
export const internal = (
  operation: string,
  where: Where,
  attributes: object,
  children: SeenSpan[] = [],
): SeenSpan => ({
  ...call(operation, where, attributes),
  kind: 'INTERNAL',
  ...(children.length > 0 && { children }),
});
export const failed = (span: SeenSpan, type: string, exception: string): SeenSpan => ({
  ...span,
  attributes: { ...span.attributes, 'error.type': type },
  status: `ERROR ${type}`,
  events: [{ name: 'exception', 'exception.type': exception }],
});

export const of = (object?: string): Where => ({
  bucket: 'invoices',
  ...(object !== undefined && { object }),
});

/** Calls without their spans: what a case needs to have been done before. */
export const untraced = async <Result>(run: () => Promise<Result>): Promise<Result> => {
  plugin.disable();
  try {
    return await run();
  } finally {
    plugin.enable();
  }
};
