import { calls } from '../../scenarios/vertexai/invisible.ts';
import { invisibility } from '../../suites/invisibility/index.ts';

/** With all that is read of what goes in and out. */
const options = { env: { OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'true' } };

invisibility({
  service: 'vertexai',
  titles: Object.keys(calls.genai),
  options,
  assigned: ['Models.generateContent', 'Models.generateContentStream'],
});

invisibility({
  service: 'vertexai',
  client: '@google-cloud/vertexai',
  titles: Object.keys(calls.legacy),
  options,
});
