import type * as app from 'firebase-admin/app';
import type * as admin from 'firebase-admin/firestore';
import type { Scenario } from '../../harness/scenario.ts';
import { stepAttribute } from '../../suites/traces/steps.ts';

/** The client inside firebase-admin. */
const scenario: Scenario<typeof admin> = async ({ getFirestore }, { inSpan, load, projectId }) => {
  const { initializeApp } = (await load('firebase-admin/app')) as typeof app;
  initializeApp({ projectId });
  const order = getFirestore().doc('orders/1');
  const checkout = async () => {
    await order.set({ total: 42 });
    await order.get();
  };
  await inSpan('checkout', checkout, { [stepAttribute]: 'checkout' });
};

export default scenario;
