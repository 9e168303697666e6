import { switching } from '../../suites/invisibility/switched.ts';
import { calls } from './calls.ts';
import type { Client, Kit } from './kit.ts';

export default switching<Client, Kit>(
  { module: '@gcp-otel/instrumentation-firestore', className: 'FirestoreInstrumentation' },
  (client, tools) => ({ ...tools, client, database: new client.Firestore() }),
  calls,
  60,
);
