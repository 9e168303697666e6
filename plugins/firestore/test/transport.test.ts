import { generateKeyPairSync } from 'node:crypto';
import { afterAll, expect, test } from '@jest/globals';
import type { Span } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { stopTelemetry } from '../../../shared/test/telemetry';
import { client, plugin, telemetry } from './support';

afterAll(() => {
  telemetry.take();
  stopTelemetry();
});

test('where REST is preferred, a listener goes by gRPC, and so does all that follows it', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const credentials = {
    client_email: 'test@example.com',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
  const database = new client.Firestore({ projectId: 'demo', preferRest: true, credentials });
  const began: string[] = [];
  const requestHook = (span: Span): void => {
    const { name, attributes } = span as unknown as ReadableSpan;
    began.push(`${name}: ${String(attributes['gcp.firestore.transport'])}`);
  };
  plugin.setConfig({ requestHook });
  const user = database.doc('users/1');
  // The scripted server speaks gRPC only.
  await new Promise<unknown>((resolve) => {
    const unsubscribe = user.onSnapshot((snapshot) => {
      unsubscribe();
      resolve(snapshot);
    }, resolve);
  });
  await user.get();
  await database.terminate();
  plugin.setConfig({});
  expect(began).toEqual(['listen users: grpc', 'get users: grpc']);
});
