import type * as app from 'firebase-admin/app';
import type * as admin from 'firebase-admin/storage';
import type { Scenario } from '../../harness/scenario.ts';

/** The client inside firebase-admin. */
const scenario: Scenario<typeof admin> = async ({ getStorage }, { inSpan, load, projectId, unique }) => {
  const { initializeApp } = (await load('firebase-admin/app')) as typeof app;
  initializeApp({ projectId });
  const receipt = getStorage().bucket(unique('bucket')).file('receipt');
  await inSpan('checkout', async () => {
    await receipt.save('paid', { resumable: false });
    await receipt.download();
  });
};

export default scenario;
