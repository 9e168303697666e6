import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Answer, type Collector, startCollector } from '../../scripts/collector.mts';

/** A stand-in for Google Cloud's endpoint, and for the server that gives tokens: `token-1`, `token-2`, … */
export const startGoogleEndpoint = (answer: Answer): Promise<Collector> =>
  startCollector((request, nth) =>
    request.path === '/token'
      ? {
          status: 200,
          body: {
            access_token: `token-${nth}`,
            issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
            token_type: 'Bearer',
            expires_in: 3600,
          },
        }
      : answer(request, nth),
  );

/** The variables of a process that sends to it, with credentials in a file of this directory. */
export const googleEnvironment = async (
  { url }: Collector,
  directory: string,
): Promise<Record<string, string>> => {
  const file = join(directory, 'credentials.json');
  const subject = join(directory, 'subject');
  await writeFile(subject, 'a subject');
  await writeFile(
    file,
    JSON.stringify({
      type: 'external_account',
      audience: '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/a/providers/b',
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      token_url: `${url}/token`,
      credential_source: { file: subject },
      quota_project_id: 'who-pays',
    }),
  );
  return {
    GCP_OTEL_EXPORTER: 'gcp',
    GCP_OTEL_ENDPOINT: url,
    GOOGLE_APPLICATION_CREDENTIALS: file,
    GOOGLE_CLOUD_PROJECT: 'the-project',
  };
};
