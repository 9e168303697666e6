import { createHash } from 'node:crypto';
import type { Routes } from './routes.ts';

const expireTime = '2100-01-01T00:00:00Z';

/**
 * The services outside of Cloud Storage that credentials need: a token service, and the part of IAM's Credentials API that issues
 * tokens of a service account and signs for it. `scriptedCredentials` (../client.ts) sends a client here.
 */
export const identityRoutes: Routes = {
  /** The token of a workload, which is exchanged for a Google token. */
  'GET /token': (exchange) => exchange.answer({ access_token: 'subject-token' }),

  'POST /token': (exchange) =>
    exchange.answer({
      access_token: 'scripted-access-token',
      issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      token_type: 'Bearer',
      expires_in: 3_600,
    }),

  'POST /{account*}:generateAccessToken': (exchange) =>
    exchange.answer({ accessToken: 'scripted-access-token', expireTime }),

  async 'POST /{account*}:signBlob'(exchange) {
    const { payload } = await exchange.json<{ payload: string }>();
    const signedBlob = createHash('sha256').update(payload).digest('base64');
    exchange.answer({ keyId: 'scripted-key', signedBlob });
  },
};
