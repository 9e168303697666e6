/** What a client needs, beyond its environment, to reach everything that the scripted server serves. */

/** The account that `scriptedCredentials` stand for. */
export const scriptedAccount = 'scripted@demo-gcp-otel.iam.gserviceaccount.com';

/**
 * Credentials for the file of GOOGLE_APPLICATION_CREDENTIALS (or, with a warning of the client's, for its `credentials` option)
 * that take their tokens from the server at `host`. They hold no key: signatures are asked for, of the server
 * (`rerouteToServer`). With `useAuthWithCustomEndpoint: true` the client sends the token with every request; else with those only
 * that do not go to its endpoint.
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
 * Leads to the server at `host` what a client sends elsewhere, whatever STORAGE_EMULATOR_HOST and `apiEndpoint` say:
 *
 * - the parts of `TransferManager.uploadFileInChunks`, to `https://{bucket}.{hostname}/{object}`: without the port, and of an
 *   IP address it is not even a valid URL. The server has them under `/{bucket}/{object}`;
 * - signatures, to `https://iamcredentials.googleapis.com/`, unless a `signingEndpoint` is given (7.0 knows none).
 *
 * The requests are the client's own, by its own HTTP stack. It has to have credentials for them: `scriptedCredentials`.
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
