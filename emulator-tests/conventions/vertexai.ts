import type { Documented, DocumentedMetric } from './documented.ts';

/** `gemini-2.5-flash`, `tunedModels/x`, `endpoints/123`: what is left of a model's name without project, location and publisher. */
const model = String.raw`(?!projects/|publishers/|models/|google/)\S+`;
const named = (operations: string, kind: 'CLIENT' | 'INTERNAL', target = ` ${model}`) =>
  operations.split('|').map((operation) => ({ name: new RegExp(`^${operation}${target}$`), kind }));

/** `continuation`: the client goes on from there by itself. */
const reason = '(?:stop|length|content_filter|tool_call|continuation|error)';

const cachedContents = [
  'create_cached_content',
  'get_cached_content',
  'list_cached_contents',
  'update_cached_content',
  'delete_cached_content',
];

const secondsUntilChunk: DocumentedMetric = {
  instrument: 'histogram',
  unit: 's',
  boundaries: [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92],
  attributes: {},
};

/** What `@gcp-otel/instrumentation-vertexai` documents. */
export const documented: Documented = {
  scope: '@gcp-otel/instrumentation-vertexai',
  spanNames: [
    // Who names no model is refused.
    ...named('generate_content|embeddings|count_tokens|create_cached_content', 'CLIENT', `(?: ${model})?`),
    // What is stored is named by an id, and the agent of a request is no model.
    ...named('invoke_agent', 'CLIENT', `(?: ${model})?`),
    ...named('create_batch', 'CLIENT', `(?: ${model})?`),
    ...named('create_agent|fetch_response|get_batch', 'CLIENT', ''),
    ...named(cachedContents.slice(1).join('|'), 'CLIENT', ''),
    ...named('execute_tool', 'INTERNAL', ' .+'),
    ...named('execute_tool', 'CLIENT', ' code_execution'),
  ],
  // A tool is called by nobody's API: its span has neither a provider nor a server.
  required: ['gen_ai.operation.name'],
  attributes: {
    'gcp.vertex_ai.billing.cache_token_hours': 'double',
    'gcp.vertex_ai.billing.characters': 'int',
    'gcp.vertex_ai.billing.grounded_prompts': 'int',
    'gcp.vertex_ai.billing.images': 'int',
    'gcp.vertex_ai.billing.kind': 'string',
    'gcp.vertex_ai.billing.long_context': 'boolean',
    'gcp.vertex_ai.billing.maps_prompts': 'int',
    'gcp.vertex_ai.billing.modality': 'string',
    'gcp.vertex_ai.billing.search_queries': 'int',
    'gcp.vertex_ai.billing.unit': 'string',
    'gcp.vertex_ai.billing.video_seconds': 'double',
    'gcp.vertex_ai.block_reason': 'string',
    'gcp.vertex_ai.cached_content': 'boolean',
    'gcp.vertex_ai.cached_content.tokens': 'int',
    'gcp.vertex_ai.content.messages_dropped': 'int',
    'gcp.vertex_ai.content.truncated': 'boolean',
    'gcp.vertex_ai.counted_tokens': 'int',
    'gcp.vertex_ai.location': 'string',
    'gcp.vertex_ai.request.aborted': 'boolean',
    'gcp.vertex_ai.traffic_type': 'string',
    // Newer than the published conventions.
    'gen_ai.usage.audio.cache_read.input_tokens': 'int',
    'gen_ai.usage.image.cache_read.input_tokens': 'int',
    'gen_ai.usage.image.output_tokens': 'int',
    'gen_ai.usage.text.cache_read.input_tokens': 'int',
  },
  values: {
    'gen_ai.operation.name': [
      'count_tokens',
      'fetch_response',
      'create_batch',
      'get_batch',
      ...cachedContents,
    ],
    'gen_ai.output.type': ['video'],
  },
  patterns: {
    'gcp.vertex_ai.billing.kind':
      /^(?:input|cached_input|output|reasoning|search|maps|image|video|embedding|cache_storage)$/,
    'gcp.vertex_ai.billing.modality': /^(?:text|audio|image|video|document)$/,
    'gcp.vertex_ai.billing.unit': /^(?:token|query|prompt|image|second|character|token_hour)$/,
    'gcp.vertex_ai.block_reason': /^[A-Z_]+$/,
    'gcp.vertex_ai.location': /^[a-z\d-]+$/,
    'gcp.vertex_ai.traffic_type': /^[A-Z_]+$/,
    'gen_ai.operation.name':
      /^(?:generate_content|embeddings|count_tokens|execute_tool|(?:create|invoke)_agent|fetch_response|(?:create|get)_batch|\w+_cached_contents?)$/,
    'gen_ai.provider.name': /^gcp\.(?:vertex_ai|gemini)$/,
    'gen_ai.request.model': new RegExp(`^${model}$`),
    'gen_ai.response.finish_reasons': new RegExp(`^${reason}(?:,${reason})*$`),
  },
  events: {},
  // Registered, but for the boundaries.
  metrics: {
    'gcp.vertex_ai.client.billing.units': {
      instrument: 'counter',
      unit: '{unit}',
      attributes: {
        'gcp.vertex_ai.billing.unit': 'required',
        'gcp.vertex_ai.billing.kind': 'required',
        'gcp.vertex_ai.billing.modality': 'recommended',
        'gcp.vertex_ai.billing.long_context': 'recommended',
        'gcp.vertex_ai.traffic_type': 'recommended',
        'gen_ai.provider.name': 'required',
        'gen_ai.request.model': 'recommended',
      },
    },
    'gen_ai.client.operation.time_per_output_chunk': secondsUntilChunk,
    'gen_ai.client.operation.time_to_first_chunk': secondsUntilChunk,
  },
};
