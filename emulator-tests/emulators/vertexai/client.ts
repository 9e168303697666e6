import { readFileSync } from 'node:fs';
import { join } from 'node:path';
// Not by name: Node 22.15, on which scenarios import this file too, has no such functions.
import tls from 'node:tls';

/** What a client needs, besides its environment, to reach all parts of the scripted server, and no other server. */

const header = 'Authorization';
const token = 'Bearer scripted-access-token';

/** The methods of the auth library's client that are called. */
interface AuthClient {
  getAccessToken(): Promise<{ readonly token: string }>;
  getRequestHeaders(): Promise<object>;
}

/**
 * For `googleAuthOptions: { authClient }`. Works with every release of the auth library: up to 9, headers are the fields of an
 * object; from 10 on, the entries of an iterable.
 */
export const scriptedAuthClient: AuthClient = {
  getAccessToken: async () => ({ token: token.replace('Bearer ', '') }),
  getRequestHeaders: async () => Object.assign(new Map([[header, token]]), { [header]: token }),
};

/** Reroutes to the server what `vertexAI.preview.cachedContents` sends to Google, whatever `apiEndpoint` says. */
export function rerouteCachedContents(cachedContents: object, host: string): void {
  const { apiClient } = Reflect.get(cachedContents, 'client') as { apiClient: { getBaseUrl(): string } };
  apiClient.getBaseUrl = () => `https://${host}/v1beta1`;
}

/** Gives a token to a `Client` of agent engines, which has no option for it. */
export function authorizeAgents(client: object): void {
  const { clientOptions } = Reflect.get(client, 'apiClient') as {
    clientOptions: { auth: { googleAuth: AuthClient } };
  };
  clientOptions.auth.googleAuth = scriptedAuthClient;
}

/** Makes this process trust the scripted server, for tests in whose process `NODE_EXTRA_CA_CERTS` was not set at start. */
export function trustScriptedServer(): void {
  const certificate = readFileSync(join(import.meta.dirname, 'test-certificate.pem'), 'utf8');
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), certificate]);
}
