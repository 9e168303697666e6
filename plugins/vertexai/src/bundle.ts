import { VertexAIInstrumentation } from './index';

/** What is published: a plain property, where a bundler would make a getter of it. */
export = { VertexAIInstrumentation };
