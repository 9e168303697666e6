import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { context, trace } from '@opentelemetry/api';
import { stopTelemetry } from '../../../shared/test/telemetry';
import { backendHost, bucket, plugin, storage, telemetry, temporary } from './support';

const server = { 'server.address': backendHost.split(':')[0] };

afterAll(() => {
  rmSync(temporary, { recursive: true });
  stopTelemetry();
});

beforeAll(() => {
  trace.disable();
  context.disable();
  plugin.setTracerProvider(trace.getTracerProvider());
});

test('without spans and without a context manager: one measurement per call, and the bytes', async () => {
  const file = bucket.file('measured');
  await file.save('hello', { resumable: false });
  await file.save(Buffer.alloc(300_000), { chunkSize: 262_144 });
  await file.download();
  await file.createReadStream().toArray();
  await file.copy('measured-2');
  await file.move('measured-3');
  await file.exists();
  await bucket
    .file('missing')
    .get()
    .catch(() => {});
  await storage.getServiceAccount();

  const duration = (await telemetry.points('gcp.storage.client.operation.duration')).map(
    ({ attributes, value }) => ({ ...attributes, value }),
  );
  const invoices = (operation: string, value: number, more: object = {}) => ({
    'gcp.storage.operation': operation,
    'gcp.storage.bucket': 'invoices',
    ...server,
    ...more,
    value,
  });
  expect(duration).toEqual([
    invoices('upload', 2),
    invoices('download', 2),
    invoices('copy', 2),
    invoices('delete', 1),
    invoices('move', 1),
    invoices('exists', 1),
    invoices('get', 1, { 'error.type': '404' }),
    { 'gcp.storage.operation': 'get_service_account', ...server, value: 1 },
  ]);
});

test('bytes are counted as they move, also where the transfer fails', async () => {
  await bucket.file('size_1000').download();
  await bucket
    .file('size_1000/corrupt')
    .download()
    .catch(() => {});
  await bucket.file('moved').save('hello', { resumable: false });
  const io = (direction: string, operation: string) => ({
    'network.io.direction': direction,
    'gcp.storage.operation': operation,
    'gcp.storage.bucket': 'invoices',
    'gcp.storage.object.storage_class': 'STANDARD',
  });
  expect(await telemetry.points('gcp.storage.client.io')).toEqual([
    { attributes: io('receive', 'download'), value: 2000 },
    { attributes: io('transmit', 'upload'), value: 5 },
  ]);
});
