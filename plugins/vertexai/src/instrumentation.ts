import {
  type Attributes,
  type Call,
  ClientInstrumentation,
  type ClientInstrumentationConfig,
  type Consumed,
  type LogEvent,
  type Measurement,
  type Metric,
  type Plugin,
} from '@gcp-otel/shared';
import { type CaptureMode, eventContent, MODES, modeFromEnvironment, structured } from './content';
import { legacyOperations, operations } from './operations';
import { type Answer, answerOf } from './responses';

export interface VertexAIInstrumentationConfig extends ClientInstrumentationConfig {
  /**
   * Record prompts, answers, system instructions, names of tools, and what tools are given and answer. `true` is
   * `SPAN_AND_EVENT`. Media is told by its type and size, never as it is; files by their address, without query and
   * user. An event is no larger than 200 KiB, and neither is what is recorded on a span: the oldest messages are left
   * out first, and `gcp.vertex_ai.content.messages_dropped` says how many.
   * @default what OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT says, else false
   */
  captureMessageContent?: boolean | CaptureMode;
}

const SHARED = [
  'gen_ai.operation.name',
  'gen_ai.provider.name',
  'gen_ai.request.model',
  'server.address',
  'server.port',
] as const;

/** What the conventions list for all metrics of a client. Of failures the duration alone tells. */
const metricAttributes = (start: Attributes): Attributes => {
  const attributes: Attributes = {};
  for (const name of SHARED) if (start[name] !== undefined) attributes[name] = start[name];
  return attributes;
};

const RESPONSE_MODEL = 'gen_ai.response.model';

const withModel = (common: Attributes, outcome: Attributes | undefined): Attributes => {
  const model = outcome?.[RESPONSE_MODEL];
  return model === undefined ? common : { ...common, [RESPONSE_MODEL]: model };
};

/** Calls of tools, which the conventions have no metric for, ask no model. */
const asksModel = (start: Attributes): boolean => start['gen_ai.tool.name'] === undefined;

const SECONDS = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
const TOKENS = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864];

const chunksOf = (result: unknown): Partial<Consumed> => Object(result) as Consumed;

const metrics: readonly Metric[] = [
  {
    name: 'gen_ai.client.operation.duration',
    type: 'histogram',
    unit: 's',
    description: 'GenAI operation duration.',
    boundaries: SECONDS,
    measure({ duration, start, outcome, errorType }, common, record) {
      if (!asksModel(start)) return;
      const attributes = withModel(common, outcome);
      record(duration, errorType === undefined ? attributes : { ...attributes, 'error.type': errorType });
    },
  },
  {
    name: 'gen_ai.client.token.usage',
    type: 'histogram',
    unit: '{token}',
    description: 'Number of input and output tokens used.',
    boundaries: TOKENS,
    measure({ start, outcome }, common, record) {
      // What is fetched has been used before, and may be fetched again.
      if (start['gen_ai.operation.name'] === 'fetch_response') return;
      for (const type of ['input', 'output']) {
        const tokens = outcome?.[`gen_ai.usage.${type}_tokens`];
        if (typeof tokens === 'number')
          record(tokens, { ...withModel(common, outcome), 'gen_ai.token.type': type });
      }
    },
  },
  {
    name: 'gen_ai.client.operation.time_to_first_chunk',
    type: 'histogram',
    unit: 's',
    description: 'Time to receive the first chunk of a streamed answer.',
    boundaries: SECONDS,
    measure({ result, outcome }, common, record) {
      const { firstAfter } = chunksOf(result);
      if (typeof firstAfter === 'number') record(firstAfter, withModel(common, outcome));
    },
  },
  {
    name: 'gen_ai.client.operation.time_per_output_chunk',
    type: 'histogram',
    unit: 's',
    description: 'Time between each two chunks of a streamed answer.',
    boundaries: SECONDS,
    measure({ result, outcome }, common, record) {
      const { between } = chunksOf(result);
      if (!Array.isArray(between)) return;
      const attributes = withModel(common, outcome);
      for (const seconds of between) record(seconds, attributes);
    },
  },
];

/** What was said, in full: only for those who asked for it. */
const event = ({ start, outcome, errorType, result }: Measurement, call: Call): LogEvent | undefined => {
  if (call.description.eventContent === undefined) return undefined;
  const { gathered } = chunksOf(result);
  const answer = (gathered ??
    (errorType === undefined ? answerOf(Object(result) as object, call) : undefined)) as Answer | undefined;
  const content = eventContent(call, answer);
  return (
    content && {
      name: 'gen_ai.client.inference.operation.details',
      attributes: {
        ...start,
        ...call.description.recordedAttributes,
        ...outcome,
        ...(errorType !== undefined && { 'error.type': errorType }),
        ...content,
      },
    }
  );
};

interface LibraryError {
  readonly code?: unknown;
  readonly cause?: LibraryError;
  readonly message?: unknown;
}

/** Both libraries write it into the message, where they have no place for it. */
const STATUS = /\bgot status: (\d{3})\b/;

/** The status that is told, or the code of what caused the error: of the API, of the network. */
const codeIn = ({ cause, message }: LibraryError): unknown => {
  const [, status] = STATUS.exec(String(message).slice(0, 200)) ?? [];
  return status === undefined ? (cause?.code ?? cause?.cause?.code) : Number(status);
};

const plugin: Plugin = {
  name: '@gcp-otel/instrumentation-vertexai',
  /** That of package.json: a test compares them. */
  version: '0.1.0',
  structured,
  shortName: 'gcp-vertexai',
  schemaUrl: 'https://opentelemetry.io/schemas/1.41.1',
  packages: [
    {
      name: '@google-cloud/vertexai',
      supported: { from: '1.1.0', below: '2.0.0' },
      operations: legacyOperations,
    },
    { name: '@google/genai', supported: { from: '1.0.0', below: '4.0.0' }, operations },
  ],
  options: {
    captureMessageContent: {
      type: [true, false, ...MODES],
      get default() {
        return modeFromEnvironment();
      },
    },
  },
  operationAttribute: 'gen_ai.operation.name',
  aborted: { 'gcp.vertex_ai.request.aborted': true },
  metricAttributes,
  metrics,
  codeIn,
  event,
};

/**
 * Makes one span, and the metrics of the GenAI conventions, of each call that `@google-cloud/vertexai` (1) and
 * `@google/genai` (1, 2 and 3) make of a model or an agent, above the spans of its HTTP requests.
 */
export class VertexAIInstrumentation extends ClientInstrumentation<VertexAIInstrumentationConfig> {
  /** Names are short in the bundle that is published; this one is seen in logs. */
  static override readonly name: string = 'VertexAIInstrumentation';

  constructor(config?: VertexAIInstrumentationConfig) {
    super(plugin, config);
  }

  protected override get plugin(): Plugin {
    return plugin;
  }
}
