import type * as firestore from '@google-cloud/firestore';
import type { Scenario } from '../../harness/scenario.ts';
import { restDatabase } from './rest-client.ts';

/** The client's transport where gRPC is not wanted. */
const scenario: Scenario<typeof firestore> = async (client, tools) => {
  const database = restDatabase(client, tools);
  await tools.inSpan('checkout', async () => {
    await database.doc('orders/1').set({ total: 42 });
    await database.doc('orders/1').get();
    await database
      .doc('orders/denied')
      .set({})
      .catch(() => {});
  });
};

export default scenario;
