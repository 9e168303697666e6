import type * as genai from '@google/genai';
import type { GenAIKit } from './kit.ts';
import { failure, type Steps } from './steps.ts';

type Interactions = genai.GoogleGenAI['interactions'];

/** The status, and what was said: in `steps`, or in `outputs` as long as there were no steps. */
function told(interaction: object): string {
  const { status, steps, outputs } = interaction as Record<string, unknown>;
  return `${String(status)} ${JSON.stringify(steps ?? outputs ?? 'nothing')}`;
}

const input = 'a question';

const withInteractions = async (
  { ai }: GenAIKit,
  use: (interactions: Interactions) => Promise<unknown>,
): Promise<unknown> => ('interactions' in ai ? use(ai.interactions) : 'not yet');

/** Conversations that the server remembers. */
export const interacting: Steps<GenAIKit> = {
  'with a model': {
    run: (kit) =>
      withInteractions(kit, async (interactions) => {
        const first = await interactions.create({ model: kit.unique('rich_usage') as never, input });
        const next = await interactions.create({
          model: kit.unique('fine') as never,
          input,
          previous_interaction_id: first.id,
        });
        return [told(first), first.usage, told(next)];
      }),
    seen: 0,
  },
  'with a model, as a stream': {
    run: (kit) =>
      withInteractions(kit, async (interactions) => {
        const events: unknown[] = [];
        const model = kit.unique('chunks_2') as never;
        for await (const event of await interactions.create({ model, input, stream: true }))
          events.push(event.event_type);
        return events;
      }),
    seen: 0,
  },
  'with an agent, in the background': {
    run: (kit) =>
      withInteractions(kit, async (interactions) => {
        const agent = kit.unique('researcher') as never;
        const begun = await interactions.create({ agent, input, background: true });
        const over = await interactions.get(begun.id);
        const cancelled = await interactions.cancel(begun.id);
        await interactions.delete(begun.id);
        return [begun, over, cancelled].map(told);
      }),
    seen: 0,
  },
  'a function that the model wants to be called': {
    run: (kit) =>
      withInteractions(kit, async (interactions) =>
        told(await interactions.create({ model: kit.unique('call') as never, input })),
      ),
    seen: 0,
  },
  refused: {
    run: (kit) =>
      withInteractions(kit, async (interactions) => [
        await interactions.create({ model: kit.unique('http_400') as never, input }).catch(failure),
        await interactions
          .create({ model: kit.unique('http_403') as never, input, stream: true })
          .catch(failure),
      ]),
    seen: 0,
  },
  'a stream that breaks, and one that is left': {
    run: (kit) =>
      withInteractions(kit, async (interactions) => {
        const seen: unknown[] = [];
        try {
          const model = kit.unique('midstream_drop-chunks_1') as never;
          const options = { model, input, stream: true, automatic_continuation: false } as const;
          for await (const event of await interactions.create(options)) seen.push(event.event_type);
        } catch (error) {
          seen.push(failure(error));
        }
        const model = kit.unique('gap_20') as never;
        for await (const event of await interactions.create({ model, input, stream: true })) {
          seen.push(event.event_type);
          break;
        }
        return seen;
      }),
    seen: 0,
  },
};
