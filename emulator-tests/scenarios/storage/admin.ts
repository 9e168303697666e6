import type * as app from 'firebase-admin/app';
import type * as admin from 'firebase-admin/storage';
import type { Scenario } from '../../harness/scenario.ts';
import { stepAttribute } from '../../suites/traces/steps.ts';

/** The client inside firebase-admin. */
const scenario: Scenario<typeof admin> = async ({ getStorage }, { inSpan, load, projectId, unique }) => {
  const { initializeApp } = (await load('firebase-admin/app')) as typeof app;
  initializeApp({ projectId });
  const receipt = getStorage().bucket(unique('bucket')).file('receipt');
  const checkout = async () => {
    await receipt.save('paid', { resumable: false });
    await receipt.download();
  };
  await inSpan('checkout', checkout, { [stepAttribute]: 'checkout' });
};

export default scenario;
