import { generateKeyPairSync } from 'node:crypto';
import type * as firestore from '@google-cloud/firestore';
import type { Tools } from '../../harness/scenario.ts';

/** A client that wants no gRPC, for the server at `REST_HOST`. */
export function restDatabase(
  { Firestore }: typeof firestore,
  { env, projectId }: Tools,
): firestore.Firestore {
  // With a key of its own the client signs its tokens itself, and asks no one for them.
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const credentials = {
    client_email: 'test@example.com',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
  const host = env['REST_HOST'] ?? '';
  return new Firestore({ projectId, preferRest: true, host, ssl: false, credentials });
}
