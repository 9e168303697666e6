import { documented } from '../conventions/storage.ts';
import type { Inner } from '../suites/rows.ts';
import { builtTwice, firebaseAdmin } from '../versions/client-releases.ts';
import type { Service } from './service.ts';

const innerRows: Inner = {
  // Not calls, but objects whose calls are traced.
  'Bucket.acl': { by: 'Acl.add', span: /^add_acl/ },
  'Bucket.iam': { by: 'Iam.getPolicy', span: /^get_iam_policy/ },
  'File.acl': { by: 'Acl.get', span: /^get_acl/ },
  'Acl.default': { by: 'Acl.update', span: /^update_acl/ },
  // Each kind of resource overrides this method, and calls it.
  'ServiceObject.setMetadata': { by: 'Bucket.setMetadata', span: /^set_bucket_metadata/ },
};

export const storage: Service = {
  title: 'Storage',
  plugin: { package: '@gcp-otel/instrumentation-storage', className: 'StorageInstrumentation' },
  client: '@google-cloud/storage',
  layers: { semantic: '@gcp-otel/instrumentation-storage', native: '@google-cloud/storage' },
  documented,
  innerRows,
  examples: {
    storage: {
      package: '@google-cloud/storage',
      imports: 'Storage',
      calls: `
const storage = new Storage();
await storage.bucket('invoices').file('tea').save('paid', { resumable: false });
await storage.getBuckets();`,
      spans: ['upload invoices', 'list_buckets'],
    },
  },
  releases: [
    {
      client: '@google-cloud/storage',
      versions: ['7.0.0', '7.22.0', '8.0.0', '8.4.0'],
      modes: builtTwice,
      runs: [
        { scenarios: ['objects'], on: 'emulator' },
        { scenarios: ['scripted', 'fields'], on: 'scripted' },
      ],
      minors: 'esm',
    },
    {
      client: 'firebase-admin/storage',
      versions: firebaseAdmin,
      modes: builtTwice,
      runs: [{ scenarios: ['admin'], on: 'scripted' }],
    },
  ],
  // `\b`, because of Node's AsyncLocalStorage.
  words: /\bstorage\b|\bbucket\b/i,
};
