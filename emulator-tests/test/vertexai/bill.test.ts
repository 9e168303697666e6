import { billing } from '../../suites/bill/index.ts';

const tokens = ['input', 'cached_input', 'output', 'reasoning'].map((kind) => `token/${kind}`);
const ofBoth = [
  ...tokens,
  'token/input/long',
  'token/output/long',
  'prompt/search',
  'query/search',
  'prompt/maps',
];

billing({
  service: 'vertexai',
  kinds: [
    ...ofBoth,
    'token/input/batch',
    'token/output/batch',
    'token/embedding',
    'character/embedding',
    'image/image',
    'second/video',
    'token_hour/cache_storage',
  ],
});

billing({
  service: 'vertexai',
  scenario: 'vertexai/billed-legacy',
  client: '@google-cloud/vertexai',
  kinds: [...ofBoth, 'token_hour/cache_storage'],
});
