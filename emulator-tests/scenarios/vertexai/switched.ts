import { switching } from '../../suites/invisibility/switched.ts';
import { calls } from './calls.ts';
import { genaiKit, type GenAI, type GenAIKit } from './kit.ts';

export default switching<GenAI, GenAIKit>(
  { module: '@gcp-otel/instrumentation-vertexai', className: 'VertexAIInstrumentation' },
  genaiKit,
  calls,
  60,
);
