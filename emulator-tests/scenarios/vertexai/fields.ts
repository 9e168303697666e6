import type * as genai from '@google/genai';
import type * as legacy from '@google-cloud/vertexai';
import type * as read from '../../../plugins/vertexai/src/client.ts';
import { attempt, missing } from '../../harness/missing-fields.ts';
import type { Scenario } from '../../harness/scenario.ts';

type Sender = NonNullable<read.Target['apiClient']>;

const ofGenAI = ({ GoogleGenAI }: typeof genai): string[] => {
  const { models, caches } = new GoogleGenAI({
    vertexai: true,
    project: 'p',
    location: 'l',
    apiKey: undefined!,
  });
  const sender: unknown = Reflect.get(models, 'apiClient');
  return [
    ...missing<read.Target>('Models', models, 'apiClient'),
    ...missing<Sender>('Models.apiClient', sender, 'isVertexAI', 'getBaseUrl', 'getLocation'),
    ...missing<read.Target>('Caches', caches, 'apiClient'),
  ];
};

const ofVertexAI = ({ VertexAI }: typeof legacy): string[] => {
  const client = new VertexAI({ project: 'p', location: 'l', apiEndpoint: 'localhost' });
  const model = client.getGenerativeModel({
    model: 'm',
    generationConfig: {},
    systemInstruction: { role: 'system', parts: [] },
    tools: [],
  });
  const chat = model.startChat();
  const cached = attempt(() => client.preview.cachedContents) as read.LegacyCaches | undefined;
  return [
    ...missing<read.LegacyTarget>(
      'GenerativeModel',
      model,
      'location',
      'apiEndpoint',
      'model',
      'resourcePath',
    ),
    ...missing<read.LegacyTarget>('GenerativeModel', model, 'generationConfig', 'systemInstruction', 'tools'),
    ...missing<read.LegacyTarget>('ChatSession', chat, 'location', 'apiEndpoint', 'resourcePath'),
    ...missing<read.LegacyTarget>('ChatSession', chat, 'historyInternal', 'generationConfig'),
    ...missing<read.LegacyCaches>('CachedContents', cached, 'client'),
    ...missing<{ apiClient: unknown }>('CachedContents.client', cached?.client, 'apiClient'),
  ];
};

/** The private fields that the plugin reads, on the client's own objects; gives the names of those that are missing. */
const scenario: Scenario<typeof genai | typeof legacy> = async (client) =>
  'GoogleGenAI' in client ? ofGenAI(client) : ofVertexAI(client);

export default scenario;
