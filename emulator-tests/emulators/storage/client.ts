/** What a client needs, besides its environment, to reach all parts of the scripted server. */

/** The account of `scriptedCredentials`. */
export const scriptedAccount = 'scripted@demo-gcp-otel.iam.gserviceaccount.com';

/**
 * Credentials for the file of GOOGLE_APPLICATION_CREDENTIALS (or, with a warning of the client's, for its `credentials` option)
 * that get tokens from the server at `host`. They have no key, so the client requests signatures from the server
 * (`rerouteToServer`). With `useAuthWithCustomEndpoint: true`, the client sends the token with every request; otherwise only with
 * those that do not go to its endpoint.
 *
 * These are a workload's credentials, because the auth library fetches tokens for a service account's key from
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
 * Reroutes to the server at `host` what a client sends elsewhere, whatever STORAGE_EMULATOR_HOST and `apiEndpoint` say:
 *
 * - the parts of `TransferManager.uploadFileInChunks`, to `https://{bucket}.{hostname}/{object}`: without the port, and not even
 *   a valid URL for an IP address. The server has them at `/{bucket}/{object}`;
 * - signatures, to `https://iamcredentials.googleapis.com/`, unless `signingEndpoint` is set (7.0 does not have it).
 *
 * The client makes the requests with its own HTTP stack. It needs credentials for them: `scriptedCredentials`.
 */
export function rerouteToServer(client: StorageClient, host: string): void {
  const { authClient } = client;
  const request = authClient.request.bind(authClient);
  const hostname = (host.split(':')[0] ?? '').replaceAll('.', String.raw`\.`);
  const ofBucket = new RegExp(`^https://(?<bucket>.+)\\.${hostname}/`);
  authClient.request = (options: { readonly url?: string | URL }) => {
    const url = String(options.url)
      .replace(ofBucket, `http://${host}/$<bucket>/`)
      .replace('https://iamcredentials.googleapis.com/', `http://${host}/`);
    return request({ ...options, url });
  };
}
