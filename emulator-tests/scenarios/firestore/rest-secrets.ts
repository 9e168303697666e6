import type * as firestore from '@google-cloud/firestore';
import type { Scenario } from '../../harness/scenario.ts';
import { canary } from './all-secrets.ts';
import { restDatabase } from './rest-client.ts';

/** Requests whose paths and bodies name documents. */
const scenario: Scenario<typeof firestore> = async (client, tools) => {
  const database = restDatabase(client, tools);
  const document = database.doc(`orders/${canary}@example.com/lines/${canary}`);
  const parts = document.collection('parts');
  await document.set({ total: 42 });
  await document.get();
  await parts.get();
  await parts.where('name', '==', canary).get();
  await parts.listDocuments();
  await document.listCollections();
};

export default scenario;
