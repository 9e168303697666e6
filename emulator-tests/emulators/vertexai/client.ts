import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';

/** What a client needs, beyond its environment, to reach everything that the scripted server serves, and to ask nobody else. */

const header = 'Authorization';
const token = 'Bearer scripted-access-token';

/** The part of the auth library's client that is called. */
interface AuthClient {
  getAccessToken(): Promise<{ readonly token: string }>;
  getRequestHeaders(): Promise<object>;
}

/**
 * For `googleAuthOptions: { authClient }`: it has a token, whichever release of the auth library a client brings. Up to 9 headers
 * are an object's fields, from 10 on the entries of something that is iterated.
 */
export const scriptedAuthClient: AuthClient = {
  getAccessToken: async () => ({ token: token.replace('Bearer ', '') }),
  getRequestHeaders: async () => Object.assign(new Map([[header, token]]), { [header]: token }),
};

/** Leads to the server what `vertexAI.preview.cachedContents` sends to Google, whatever `apiEndpoint` says. */
export function rerouteCachedContents(cachedContents: object, host: string): void {
  const { apiClient } = Reflect.get(cachedContents, 'client') as { apiClient: { getBaseUrl(): string } };
  apiClient.getBaseUrl = () => `https://${host}/v1beta1`;
}

/** Gives a token to a `Client` of agent engines, which takes no options for it. */
export function authorizeAgents(client: object): void {
  const { clientOptions } = Reflect.get(client, 'apiClient') as {
    clientOptions: { auth: { googleAuth: AuthClient } };
  };
  clientOptions.auth.googleAuth = scriptedAuthClient;
}

/** Lets this process trust the scripted server, where it is too late for `NODE_EXTRA_CA_CERTS`: in a test's own process. */
export function trustScriptedServer(): void {
  const certificate = readFileSync(join(import.meta.dirname, 'test-certificate.pem'), 'utf8');
  setDefaultCACertificates([...getCACertificates('default'), certificate]);
}
