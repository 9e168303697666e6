import { documented } from '../conventions/spanner.ts';
import type { Inner } from '../suites/rows.ts';
import { commonJs } from '../versions/client-releases.ts';
import type { Service } from './service.ts';

const inTransaction = (span: RegExp) => ({ by: 'Database.runTransactionAsync', span });

const innerRows: Inner = {
  'Dml.runUpdate': inTransaction(/^UPDATE /),
  'Transaction.batchUpdate': inTransaction(/^BATCH/),
  'Transaction.commit': inTransaction(/^commit/),
  'Transaction.rollback': inTransaction(/^rollback$/),
  // A transaction with callbacks is one case.
  'Database.runTransaction': { by: 'Object.runInCallbacks', span: /^transaction$/ },
  // Only the client calls it, and it has no span of its own inside that call.
  'PartitionedDml.runUpdate': { by: 'Database.runPartitionedUpdate', span: /^UPDATE / },
};

export const spanner: Service = {
  title: 'Spanner',
  plugin: { package: '@gcp-otel/instrumentation-spanner', className: 'SpannerInstrumentation' },
  client: '@google-cloud/spanner',
  layers: {
    semantic: '@gcp-otel/instrumentation-spanner',
    native: 'cloud.google.com/nodejs/spanner',
    background: /\/(?:ExecuteSql|\w*(?:Create|Delete)Sessions?)$/,
    // Since 8.8 the client tries to set a context manager, but keeps an existing one.
    complaint:
      /^Error: @opentelemetry\/api: Attempted duplicate registration of API: context\n.*\n.*\n\s*at ensureInitialContextManagerSet /,
  },
  documented,
  innerRows,
  examples: {
    spanner: {
      package: '@google-cloud/spanner',
      imports: 'Spanner',
      calls: `
const spanner = new Spanner();
await spanner.instance('shops').database('shop').run('SELECT Id FROM Singers');
await spanner.getInstances();`,
      spans: ['SELECT Singers', 'list_instances'],
    },
  },
  releases: [
    {
      client: '@google-cloud/spanner',
      versions: ['7.0.0', '7.21.0', '8.0.0', '8.13.0', '9.0.0'],
      modes: commonJs,
      runs: [
        { scenarios: ['emulated'], on: 'emulator' },
        { scenarios: ['scripted', 'fields'], on: 'scripted' },
      ],
      minors: 'cjs',
    },
  ],
  words: /spanner/i,
};
