import { caching } from './caches.ts';
import { counting } from './counting.ts';
import { embedding } from './embeddings.ts';
import { ending } from './endings.ts';
import { interacting } from './interactions.ts';
import { genaiKit, type GenAI, type GenAIMode } from './kit.ts';
import { picturing } from './media.ts';
import { seeing } from './steps.ts';
import { calling } from './tools.ts';

/** What only `@google/genai` can do. */
export const steps = {
  ...calling,
  ...ending,
  ...embedding,
  ...picturing,
  ...counting,
  ...caching,
  ...interacting,
};

export default seeing(
  (client: GenAI, tools) => genaiKit(client, tools, tools.env['CLIENT_MODE'] as GenAIMode),
  steps,
);
