import type { Scenario } from '../../harness/scenario.ts';
import type { Client } from './kit.ts';

/** The smallest application: an object saved and downloaded again. */
const scenario: Scenario<Client> = async ({ Storage }, { inSpan, unique }) => {
  const receipt = new Storage().bucket(unique('bucket')).file('receipt');
  return inSpan('checkout', async () => {
    await receipt.save('paid', { resumable: false });
    const [content] = await receipt.download();
    return content.toString();
  });
};

export default scenario;
