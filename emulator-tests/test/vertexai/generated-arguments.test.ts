import { legacyOperations, operations } from '../../../plugins/vertexai/src/operations.ts';
import { generatedArguments } from '../../suites/invisibility/generated-arguments.ts';

const isPreview = (row: string) => /Preview\./.test(row);
const legacy = {
  service: 'vertexai',
  client: '@google-cloud/vertexai',
  table: legacyOperations,
} as const;

generatedArguments({ service: 'vertexai', table: operations });
generatedArguments({ ...legacy, isMeant: (row) => !isPreview(row) });
generatedArguments({
  ...legacy,
  title: 'the preview of @google-cloud/vertexai',
  isMeant: isPreview,
  options: { env: { PREVIEW: '1' } },
});
