import { faults as all, struckBy } from '../../scenarios/vertexai/all-faults.ts';
import { calls as genai } from '../../scenarios/vertexai/calls.ts';
import { calls as legacy } from '../../scenarios/vertexai/legacy-calls.ts';
import { faults } from '../../suites/faults/index.ts';

const codes = [400, 403, 429, 502, 503, 'SyntaxError', 'UND_ERR_SOCKET', 'fine'];
const both = { service: 'vertexai', faults: all, without: { bare: true } } as const;

faults({
  ...both,
  calls: genai,
  struckBy: (fault) => Object.keys(struckBy(fault, genai)),
  met: codes,
});

faults({
  ...both,
  client: '@google-cloud/vertexai',
  calls: legacy,
  struckBy: (fault) => Object.keys(struckBy(fault, legacy)),
  met: [...codes, 'GoogleGenerativeAIError'],
});
