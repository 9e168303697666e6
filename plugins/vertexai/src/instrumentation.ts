/** The Vertex AI plugin (supported releases, options, tables) and its public instrumentation class. */
import { ClientInstrumentation, type Plugin } from '@gcp-otel/shared';
import { MODES, modeFromEnvironment, structured } from './content';
import { codeIn } from './errors';
import { event } from './events';
import { metricAttributes, metrics } from './metrics';
import { legacyOperations, operations } from './operations';
import type { VertexAIInstrumentationConfig } from './types';

const plugin: Plugin = {
  name: '@gcp-otel/instrumentation-vertexai',
  /** Must equal the version in package.json; a test compares them. */
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
 * Records one span and the GenAI metrics of the semantic conventions for each call of a model or an agent by
 * `@google-cloud/vertexai` (1) and `@google/genai` (1, 2 and 3). The span is the parent of the spans of its HTTP
 * requests.
 */
export class VertexAIInstrumentation extends ClientInstrumentation<VertexAIInstrumentationConfig> {
  /** The published bundle is minified, and logs print the class name. */
  static override readonly name: string = 'VertexAIInstrumentation';

  constructor(config?: VertexAIInstrumentationConfig) {
    super(plugin, config);
  }

  protected override get plugin(): Plugin {
    return plugin;
  }
}
