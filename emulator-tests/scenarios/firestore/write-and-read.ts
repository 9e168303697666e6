import type * as firestore from '@google-cloud/firestore';
import type { Scenario } from '../../harness/scenario.ts';

/** The smallest application: a document written and read back. */
const scenario: Scenario<typeof firestore> = async ({ Firestore }, { inSpan }) => {
  const database = new Firestore();
  return inSpan('checkout', async () => {
    const order = database.collection('orders').doc();
    await order.set({ total: 42 });
    return (await order.get()).data();
  });
};

export default scenario;
