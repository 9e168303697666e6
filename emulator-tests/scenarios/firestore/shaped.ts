import { shaping } from '../../suites/invisibility/shaped.ts';
import { calls } from './calls.ts';
import type { Client, Kit } from './kit.ts';

export default shaping<Client, Kit>(
  { module: '@gcp-otel/instrumentation-firestore', className: 'FirestoreInstrumentation' },
  (client, tools) => ({ ...tools, client, database: new client.Firestore() }),
  calls,
);
