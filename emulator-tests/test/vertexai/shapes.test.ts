import { calls } from '../../scenarios/vertexai/shaped.ts';
import { shapes } from '../../suites/invisibility/shapes.ts';

shapes({ service: 'vertexai', calls: calls.genai });
shapes({ service: 'vertexai', client: '@google-cloud/vertexai', calls: calls.legacy });
