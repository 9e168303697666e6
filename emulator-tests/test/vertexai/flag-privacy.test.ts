import { canary } from '../../scenarios/vertexai/all-secrets.ts';
import { imageData } from '../../scenarios/vertexai/calls.ts';
import { underFlag } from '../../suites/privacy/under-flag.ts';

const both = {
  service: 'vertexai',
  transport: 'undici',
  secrets: [canary, imageData, 'scripted-key', 'scripted-access-token'],
} as const;

underFlag(both);
underFlag({ ...both, client: '@google-cloud/vertexai' });
