import { documented } from '../conventions/firestore.ts';
import type { Inner } from '../suites/rows.ts';
import { commonJs, firebaseAdmin } from '../versions/client-releases.ts';
import type { Service } from './service.ts';

const inTransaction = (span: RegExp) => ({ by: 'Firestore.runTransaction', span });

const innerRows: Inner = {
  'Transaction.get': inTransaction(/^get /),
  'Transaction.getAll': inTransaction(/^get_all /),
  'Transaction.execute': inTransaction(/^pipeline /),
  'Transaction.commit': inTransaction(/^commit$/),
  // Sent by a transaction that has failed.
  'Firestore.request': inTransaction(/^rollback$/),
  // Sends writes that other calls have queued.
  'BulkCommitBatch.bulkCommit': { by: 'BulkWriter.set', span: /./ },
};

const onEmulator = ['reads', 'writes', 'transactions', 'listeners'];

export const firestore: Service = {
  title: 'Firestore',
  plugin: { package: '@gcp-otel/instrumentation-firestore', className: 'FirestoreInstrumentation' },
  client: '@google-cloud/firestore',
  layers: { semantic: '@gcp-otel/instrumentation-firestore', native: '@google-cloud/firestore' },
  documented,
  innerRows,
  examples: {
    firestore: {
      package: '@google-cloud/firestore',
      imports: 'Firestore',
      calls: `
const firestore = new Firestore();
await firestore.doc('orders/tea').set({ total: 1 });
await firestore.getAll(firestore.doc('orders/tea'));`,
      spans: ['set orders', 'get_all orders'],
    },
  },
  releases: [
    {
      client: '@google-cloud/firestore',
      versions: ['7.0.0', '7.11.6', '8.0.0', '8.7.1', '9.0.0', '9.4.1'],
      modes: commonJs,
      runs: [
        { scenarios: onEmulator, on: 'emulator' },
        { scenarios: ['faults', 'fields'], on: 'scripted' },
      ],
      minors: 'cjs',
    },
    {
      client: 'firebase-admin/firestore',
      versions: firebaseAdmin,
      modes: commonJs,
      runs: [
        { scenarios: ['admin', ...onEmulator], on: 'emulator' },
        { scenarios: ['faults'], on: 'scripted' },
      ],
    },
  ],
  words: /firestore|firebase/i,
};
