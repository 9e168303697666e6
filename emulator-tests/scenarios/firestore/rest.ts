import { generateKeyPairSync } from 'node:crypto';
import type * as firestore from '@google-cloud/firestore';
import type { Scenario } from '../../harness/scenario.ts';

/** The client's transport where gRPC is not wanted. */
const scenario: Scenario<typeof firestore> = async ({ Firestore }, { inSpan, env, projectId }) => {
  // With a key of its own the client signs its tokens itself, and asks no one for them.
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const credentials = {
    client_email: 'test@example.com',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
  const host = env['REST_HOST'] ?? '';
  const database = new Firestore({ projectId, preferRest: true, host, ssl: false, credentials });
  await inSpan('checkout', async () => {
    await database.doc('orders/1').set({ total: 42 });
    await database.doc('orders/1').get();
    await database
      .doc('orders/denied')
      .set({})
      .catch(() => {});
  });
};

export default scenario;
