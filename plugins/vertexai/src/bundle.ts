/** Entry point of the published bundle. It exports a plain property, where a bundler would generate a getter. */
import { VertexAIInstrumentation } from './index';

export = { VertexAIInstrumentation };
