import type { Documented, DocumentedMetric } from './documented.ts';

/** `gemini-2.5-flash`, `tunedModels/x`, `endpoints/123`: what is left of a model's name without project, location and publisher. */
const model = String.raw`(?:(?:tunedModels|endpoints|models)/)?[\w.@-]+`;
const named = (operations: string, kind: 'CLIENT' | 'INTERNAL', target = ` ${model}`) =>
  operations.split('|').map((operation) => ({ name: new RegExp(`^${operation}${target}$`), kind }));

const secondsUntilChunk: DocumentedMetric = {
  instrument: 'histogram',
  unit: 's',
  boundaries: [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92],
  attributes: {},
};

/** What `@gcp-otel/instrumentation-vertexai` documents. */
export const vertexai: Documented = {
  scope: '@gcp-otel/instrumentation-vertexai',
  spanNames: [
    ...named('generate_content|embeddings|count_tokens', 'CLIENT'),
    // An agent, or an interaction, has no model that a request names.
    ...named('invoke_agent|fetch_response', 'CLIENT', `(?: ${model})?`),
    ...named('execute_tool', 'INTERNAL', ' .+'),
  ],
  // A tool is called by nobody's API: its span has neither a provider nor a server.
  required: ['gen_ai.operation.name'],
  attributes: {
    'gcp.vertex_ai.block_reason': 'string',
    'gcp.vertex_ai.cached_content': 'boolean',
    'gcp.vertex_ai.location': 'string',
    'gcp.vertex_ai.traffic_type': 'string',
    // Newer than the published conventions.
    'gen_ai.usage.audio.cache_read.input_tokens': 'int',
    'gen_ai.usage.image.cache_read.input_tokens': 'int',
    'gen_ai.usage.image.output_tokens': 'int',
    'gen_ai.usage.text.cache_read.input_tokens': 'int',
  },
  values: {
    'gen_ai.operation.name': ['count_tokens', 'fetch_response'],
    'gen_ai.output.type': ['video'],
  },
  patterns: {
    'gcp.vertex_ai.block_reason': /^[A-Z_]+$/,
    'gcp.vertex_ai.location': /^[a-z\d-]+$/,
    'gcp.vertex_ai.traffic_type': /^[A-Z_]+$/,
    'gen_ai.operation.name':
      /^(?:generate_content|embeddings|count_tokens|execute_tool|invoke_agent|fetch_response)$/,
    'gen_ai.provider.name': /^gcp\.(?:vertex_ai|gemini)$/,
    'gen_ai.request.model': new RegExp(`^${model}$`),
    'gen_ai.response.finish_reasons':
      /^(?:stop|length|content_filter|tool_call|error)(?:,(?:stop|length|content_filter|tool_call|error))*$/,
  },
  events: {},
  // Registered, but for the boundaries.
  metrics: {
    'gen_ai.client.operation.time_per_output_chunk': secondsUntilChunk,
    'gen_ai.client.operation.time_to_first_chunk': secondsUntilChunk,
  },
};
