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

const notYet = { 'genai 1': 'not yet' };
const said = { type: 'text', text: 'word1 word2 word3 ' };
const text = (form: 'steps' | 'outputs') =>
  `completed ${JSON.stringify(form === 'steps' ? [{ type: 'model_output', content: [said] }] : [said])}`;
const usage = {
  total_input_tokens: 10,
  total_output_tokens: 6,
  total_thought_tokens: 7,
  total_tool_use_tokens: 5,
  total_cached_tokens: 4,
  total_tokens: 28,
  input_tokens_by_modality: [
    { modality: 'text', tokens: 6 },
    { modality: 'image', tokens: 4 },
  ],
  output_tokens_by_modality: [{ modality: 'text', tokens: 6 }],
};

/** Conversations that the server remembers. */
export const interacting: Steps<GenAIKit> = {
  'with a model': {
    run: (kit) =>
      withInteractions(kit, async (interactions) => {
        const first = await interactions.create({ model: kit.unique('rich_usage'), input });
        const next = await interactions.create({
          model: kit.unique('fine'),
          input,
          previous_interaction_id: first.id,
        });
        return [told(first), first.usage, told(next)];
      }),
    seen: [text('steps'), { ...usage, initial_input_tokens: 10 }, text('steps')],
    but: { ...notYet, 'genai 1.52': [text('outputs'), usage, text('outputs')] },
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
    seen: [
      'interaction.created',
      'step.start',
      'step.delta',
      'step.delta',
      'step.stop',
      'interaction.completed',
    ],
    but: {
      ...notYet,
      'genai 1.52': [
        'interaction.start',
        'content.start',
        'content.delta',
        'content.delta',
        'content.stop',
        'interaction.complete',
      ],
    },
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
    seen: ['in_progress []', text('steps'), 'cancelled []'],
    but: { ...notYet, 'genai 1.52': ['in_progress "nothing"', text('outputs'), 'cancelled "nothing"'] },
  },
  'a function that the model wants to be called': {
    run: (kit) =>
      withInteractions(kit, async (interactions) =>
        told(await interactions.create({ model: kit.unique('call'), input })),
      ),
    seen: 'requires_action [{"type":"function_call","id":"call-1","name":"lookup","arguments":{"call":1}}]',
    but: notYet,
  },
  refused: {
    run: (kit) =>
      withInteractions(kit, async (interactions) => [
        await interactions.create({ model: kit.unique('http_400'), input }).catch(failure),
        await interactions.create({ model: kit.unique('http_403'), input, stream: true }).catch(failure),
      ]),
    seen: ['! BadRequestError 400', '! PermissionDeniedError 403'],
    but: { ...notYet, 'genai 1.52': ['! Error 400', '! Error 403'] },
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
    seen: [
      'interaction.created',
      'step.start',
      'step.delta',
      'step.stop',
      '! TypeError UND_ERR_SOCKET',
      'interaction.created',
    ],
    but: {
      ...notYet,
      'genai 1.52': [
        'interaction.start',
        'content.start',
        'content.delta',
        'content.stop',
        '! TypeError UND_ERR_SOCKET',
        'interaction.start',
      ],
    },
  },
};
