/** What a client needs, beyond its environment, to reach everything that the scripted server serves. */

/** The account that `scriptedCredentials` stand for. */
export const scriptedAccount = 'scripted@demo-gcp-otel.iam.gserviceaccount.com';

/**
 * Credentials for `new Storage({ credentials })` that take their tokens from the server at `host`. They hold no key: signed
 * URLs are signed by the server, if their `signingEndpoint` is `http://{host}/v1/projects/-/serviceAccounts/`. With
 * `useAuthWithCustomEndpoint: true` the client sends the token with every request; else it asks for none.
 *
 * A workload's credentials, not a service account's: the auth library fetches tokens for a service account's key from
 * `oauth2.googleapis.com`, whatever `token_uri` says.
 */
export function scriptedCredentials(host: string) {
  const origin = `http://${host}`;
  return {
    type: 'external_account',
    audience:
      '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/provider',
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    token_url: `${origin}/token`,
    service_account_impersonation_url: `${origin}/v1/projects/-/serviceAccounts/${scriptedAccount}:generateAccessToken`,
    credential_source: {
      url: `${origin}/token`,
      format: { type: 'json', subject_token_field_name: 'access_token' },
    },
  };
}

interface StorageClient {
  readonly authClient: { request(options: object): Promise<unknown> };
}

/**
 * Lets `TransferManager.uploadFileInChunks` reach the server at `host`. The client addresses the parts of such an upload to
 * `https://{bucket}.{hostname}/{object}`, without the port: neither STORAGE_EMULATOR_HOST nor `apiEndpoint` changes that, and of
 * an IP address it does not even make a valid URL. The client has to have credentials (`scriptedCredentials`).
 */
export function routeMultipartUploads(client: StorageClient, host: string): void {
  const { authClient } = client;
  const request = authClient.request.bind(authClient);
  const hostname = (host.split(':')[0] ?? '').replaceAll('.', String.raw`\.`);
  const address = new RegExp(`^https://(?<bucket>.+)\\.${hostname}/(?<path>.*)$`);
  authClient.request = (options: { readonly url?: string | URL }) =>
    request({ ...options, url: String(options.url).replace(address, `http://${host}/$<bucket>/$<path>`) });
}
