import { generateKeyPairSync } from 'node:crypto';
import { scriptedCredentials } from '@gcp-otel/emulator-tests/emulators';
import { caseList } from '../../../../shared/test/cases';
import { attribute, backendHost, failed, internal, localFile, newStorage, of, ok } from '../support';

const { cases, calls } = caseList();

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const keyed = newStorage({ credentials: { client_email: 'shop@example.com', private_key: privateKey } });
const byIam = newStorage({
  keyFilename: localFile('credentials.json', JSON.stringify(scriptedCredentials(backendHost))),
});
const signingEndpoint = `http://${backendHost}/v1/projects/-/serviceAccounts/`;
const expires = Date.now() + 60_000;
const signed = (version: string, signer: string, action?: string) =>
  attribute({
    'signed_url.version': version,
    'signed_url.signer': signer,
    ...(action !== undefined && { 'signed_url.action': action }),
  });
calls(
  'File.getSignedUrl',
  'with a key',
  () => keyed.bucket('invoices').file('f').getSignedUrl({ version: 'v4', action: 'read', expires }),
  internal('sign_url', of('f'), signed('v4', 'local', 'read')),
);
calls(
  'File.getSignedUrl',
  'by IAM',
  async () => {
    await byIam
      .bucket('invoices')
      .file('f')
      .getSignedUrl({ version: 'v4', action: 'write', expires, signingEndpoint } as never);
  },
  internal('sign_url', of('f'), { ...signed('v4', 'iam', 'write'), ...ok }),
);
calls(
  'File.getSignedUrl',
  'without credentials',
  () =>
    newStorage({ credentials: {} })
      .bucket('invoices')
      .file('f')
      .getSignedUrl({ version: 'v4', action: 'read', expires })
      .catch(() => {}),
  failed(
    internal('sign_url', of('f'), attribute({ 'signed_url.version': 'v4', 'signed_url.action': 'read' })),
    'Error',
    'Error',
  ),
);
calls(
  'Bucket.getSignedUrl',
  'with a key',
  () => keyed.bucket('invoices').getSignedUrl({ action: 'list', expires }),
  internal('sign_url', of(), signed('v2', 'local', 'list')),
);
calls(
  'File.generateSignedPostPolicyV2',
  'with a key',
  () => keyed.bucket('invoices').file('f').generateSignedPostPolicyV2({ expires }),
  internal('sign_policy', of('f'), signed('v2', 'local')),
);
calls(
  'File.generateSignedPostPolicyV4',
  'with a key',
  () => keyed.bucket('invoices').file('f').generateSignedPostPolicyV4({ expires }),
  internal('sign_policy', of('f'), signed('v4', 'local')),
);

export const signingCases = cases;
