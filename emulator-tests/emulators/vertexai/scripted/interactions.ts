import type { Exchange } from './exchange.ts';
import { interactionEvents, type Interaction, type Release } from './interaction-events.ts';
import { wordsOf } from './pieces.ts';
import type { Routes } from './routes.ts';
import { sendStream, type Framing } from './streams.ts';

/**
 * Interactions with a model or an agent. An interaction's id ends with the name of its model or agent, so faults in that name also
 * apply to requests for the interaction.
 */
export const interactionRoutes: Routes = {
  'POST /interactions': (exchange) =>
    exchange.body['stream'] === true
      ? sendEvents(exchange)
      : exchange.answer(interaction(exchange, exchange.body['background'] ? 'in_progress' : 'completed')),
  'GET /interactions/{interaction}': (exchange) =>
    exchange.query.get('stream') === 'true'
      ? sendEvents(exchange)
      : exchange.answer(interaction(exchange, exchange.isDone('interaction') ? 'completed' : 'in_progress')),
  'POST /interactions/{interaction}/cancel': (exchange) =>
    exchange.answer(interaction(exchange, 'cancelled')),
  'DELETE /interactions/{interaction}': (exchange) => exchange.answer({}),
};

/** Server-sent events with the type of each event, and an explicit end. */
const events: Framing = {
  contentType: 'text/event-stream',
  frame: (item) => `event: ${/"event_type":"([\w.]+)"/.exec(item)?.[1] ?? 'error'}\ndata: ${item}\n\n`,
  end: 'event: done\ndata: [DONE]\n\n',
};

const sendEvents = (exchange: Exchange) =>
  sendStream(exchange, interactionEvents(interaction(exchange, 'completed'), releaseOf(exchange)), events);

/** In May 2026 the API changed its format, which clients use from release 2 on. */
function releaseOf({ request: { headers } }: Exchange): Release {
  return /google-genai-sdk\/1\./.test(String(headers['x-goog-api-client'])) ? 'outputs' : 'steps';
}

function interaction(exchange: Exchange, status: string): Interaction {
  const { body, words } = exchange;
  const { model, agent, previous_interaction_id: previous } = body;
  const id = exchange.parameter('interaction') || `interaction-${String(model ?? agent)}`;
  const isOver = status === 'completed';
  const calls = words.number('call') ?? 0;
  const [fetched = 'gemini-2.5-flash'] = /gemini-3.*/.exec(id) ?? [];
  return {
    id,
    object: 'interaction',
    ...(agent === undefined ? { model: model ?? fetched } : { agent }),
    ...(previous !== undefined && { previous_interaction_id: previous }),
    status: isOver && calls > 0 ? 'requires_action' : status,
    created: '2026-01-01T00:00:00Z',
    updated: '2026-01-01T00:00:01Z',
    ...(isOver && { ...said(exchange, calls), usage: usageOf(exchange) }),
  };
}

function said(exchange: Exchange, calls: number): object {
  const called = Array.from({ length: calls }, (_, index) => ({
    type: 'function_call',
    id: `call-${index + 1}`,
    name: 'lookup',
    arguments: { call: index + 1 },
  }));
  const text = { type: 'text', text: textOf(exchange) };
  if (releaseOf(exchange) === 'outputs') return { outputs: calls > 0 ? called : [text] };
  return { steps: calls > 0 ? called : [{ type: 'model_output', content: [text] }] };
}

const textOf = (exchange: Exchange) =>
  exchange.words.has('echo') ? String(exchange.body['input']) : wordsOf(exchange).join('');

/** Input tokens include cached ones, but not those of thoughts and tools. */
function usageOf({ words }: Exchange): object {
  if (words.has('grounded')) return groundedUsage;
  const rich = words.has('rich_usage');
  const [input, output, thought, tool] = [10, 6, rich ? 7 : 0, rich ? 5 : 0];
  const tokens = (modality: string, count: number) => ({ modality, tokens: count });
  return {
    total_input_tokens: input,
    total_output_tokens: output,
    total_thought_tokens: thought,
    total_tool_use_tokens: tool,
    total_cached_tokens: rich ? 4 : 0,
    total_tokens: input + output + thought + tool,
    input_tokens_by_modality: rich ? [tokens('text', 6), tokens('image', 4)] : [tokens('text', input)],
    output_tokens_by_modality: [tokens('text', output)],
  };
}

/** The tokens of what was found are told, and not charged. */
const groundedUsage = {
  total_input_tokens: 105,
  total_output_tokens: 75,
  total_tool_use_tokens: 18_329,
  total_tokens: 18_509,
  input_tokens_by_modality: [{ modality: 'text', tokens: 105 }],
  output_tokens_by_modality: [{ modality: 'text', tokens: 75 }],
  grounding_tool_count: [{ type: 'google_search', count: 3 }],
};
