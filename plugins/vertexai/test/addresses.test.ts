import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { stopTelemetry } from '../../../shared/test/telemetry';
import { inputMessages } from '../src/messages';
import {
  answer,
  consumed,
  events,
  gemini,
  plugin,
  replyWith,
  streamed,
  telemetry,
  vertexAI,
} from './support';

afterEach(() => {
  plugin.setConfig({});
  replyWith();
});
afterAll(stopTelemetry);

const told = (fileUri: unknown) => inputMessages([{ fileData: { fileUri } }] as never)[0]?.parts[0];
const uri = (address: string) => ({ type: 'uri', modality: 'document', uri: address });

describe('the address of a file', () => {
  test.each<[what: string, given: unknown, address: string]>([
    ['in Cloud Storage', 'gs://b/a file/ü.pdf', 'gs://b/a file/ü.pdf'],
    ['that was uploaded', 'https://host/v1beta/files/abc', 'https://host/v1beta/files/abc'],
    ['that is signed', 'https://host/b/o?X-Goog-Algorithm=a&X-Goog-Signature=SECRET', 'https://host/b/o'],
    ['with a token', 'https://host/b/o?alt=media&token=SECRET', 'https://host/b/o'],
    ['with a query that has no names', 'https://host/b/o?SECRET', 'https://host/b/o'],
    ['with a fragment', 'https://host/b/o#access_token=SECRET', 'https://host/b/o'],
    ['with a blank, and a query', 'https://host/my file.pdf?sig=SECRET now', 'https://host/my file.pdf'],
    ['with user and password', 'https://jane:SECRET@host/p', 'https://REDACTED@host/p'],
    ['with a user alone', 'https://SECRET@host', 'https://REDACTED@host'],
    ['with a password of all signs', 'https://jane:a:b%2Fc@SECRET@host/p@1', 'https://REDACTED@host/p@1'],
    ['without a scheme', 'jane:SECRET@host/p', 'jane:REDACTED@host/p'],
    [
      'with the slashes of other systems',
      String.raw`https:\\jane:SECRET@host\p?a`,
      String.raw`https:\\jane:REDACTED@host\p`,
    ],
    ['that is encoded', 'https%3A%2F%2Fhost%2Fp%3Fkey%3DSECRET', 'https%3A%2F%2Fhost%2Fp'],
    [
      'that was encoded twice',
      'https%253A%252F%252Fhost%252Fp%253Fkey%253DSECRET',
      'https%253A%252F%252Fhost%252Fp',
    ],
    ['whose user is encoded', 'https%3A%2F%2Fjane%3ASECRET%40host%2Fp', 'https%3A%2F%2FREDACTED%40host%2Fp'],
    ['of a video on YouTube', 'https://www.youtube.com/watch?v=abc', 'https://www.youtube.com/watch'],
    ['the same, short', 'https://youtu.be/abc?si=SECRET', 'https://youtu.be/abc'],
    ['that is the file', 'data:image/png;base64,SECRET', 'data:image/png;base64'],
    [
      'in the path of another',
      'https://proxy/https%3A%2F%2Fjane:SECRET%40host%2Fp',
      'https://proxy/https%3A%2F%2FREDACTED%40host%2Fp',
    ],
    ['with a token in its path', 'https://host/ya29.SECRET/p', 'https://host/REDACTED/p'],
    ['that is none', { SECRET: 1 }, ''],
    ['that nobody gave', undefined, ''],
    ['that is long', `gs://b/${'a'.repeat(3000)}`, `gs://b/${'a'.repeat(1017)}`],
  ])('%s', (_what, given, address) => {
    expect(told(given)).toEqual(uri(address));
  });
});

const signed = 'https://storage.googleapis.com/b/o?X-Goog-Signature=SECRET';
const fileData = { mimeType: 'image/png', fileUri: signed };
/** All that can be an address, in whatever way a client takes or gives it. */
const asks: readonly (readonly [what: string, ask: () => Promise<unknown>])[] = [
  ['a part', () => gemini().models.generateContent({ model: 'm', contents: [{ fileData }] })],
  [
    'what a function gave',
    () =>
      gemini().models.generateContent({
        model: 'm',
        contents: [{ functionResponse: { name: 'f', response: {}, parts: [{ fileData }] } }] as never,
      }),
  ],
  [
    'the older client',
    () =>
      vertexAI()
        .getGenerativeModel({ model: 'm' })
        .generateContent({ contents: [{ role: 'user', parts: [{ fileData }] }] }),
  ],
  [
    'a video',
    () =>
      gemini().models.generateVideos({
        model: 'm',
        source: { prompt: 'a', image: { gcsUri: signed } },
      }),
  ],
  [
    'an interaction',
    () =>
      gemini().interactions.create({
        model: 'm',
        input: [{ type: 'image', uri: signed, mime_type: 'image/png' }],
      }),
  ],
  [
    'the steps of an interaction',
    () =>
      gemini().interactions.create({
        model: 'm',
        input: [{ type: 'user_input', content: [{ type: 'video', uri: signed }] }],
      } as never),
  ],
];
const citing = {
  ...answer,
  candidates: [
    {
      ...answer.candidates[0],
      content: { role: 'model', parts: [{ text: 'a' }, { fileData }] },
      citationMetadata: { citations: [{ uri: signed }] },
      groundingMetadata: { groundingChunks: [{ web: { uri: signed } }] },
      urlContextMetadata: { urlMetadata: [{ retrievedUrl: signed }] },
    },
  ],
};

describe('a signature is recorded nowhere', () => {
  test.each([
    ...asks,
    [
      'an answer',
      () => {
        replyWith(() => Response.json(citing));
        return gemini().models.generateContent({ model: 'm', contents: 'a' });
      },
    ],
    [
      'an answer as a stream',
      async () => {
        replyWith(() => streamed(citing, citing));
        await consumed(await gemini().models.generateContentStream({ model: 'm', contents: 'a' }));
      },
    ],
  ] as typeof asks)('%s', async (_what, ask) => {
    events();
    telemetry.take();
    plugin.setConfig({ captureMessageContent: 'SPAN_AND_EVENT' });
    await ask().catch(() => {});
    const recorded = JSON.stringify([telemetry.take(), events()]);
    expect(recorded).toContain('gen_ai.client.inference.operation.details');
    expect(recorded).not.toContain('SECRET');
  });
});

test('of an interaction, messages and their media are told as those of a generation', () => {
  expect(
    inputMessages([
      { role: 'user', content: 'a' },
      { role: 'model', content: [{ type: 'text', text: 'b' }] },
      { type: 'user_input', content: [{ type: 'audio', uri: 'gs://b/o' }] },
      { type: 'model_output', content: [{ type: 'image', data: 'aGk=', mime_type: 'image/png' }] },
      { type: 'document', data: 'aGk=' },
      { type: 'google_search_call', id: '1' },
    ]),
  ).toEqual([
    { role: 'user', parts: [{ type: 'text', content: 'a' }] },
    { role: 'assistant', parts: [{ type: 'text', content: 'b' }] },
    { role: 'user', parts: [{ type: 'uri', modality: 'audio', uri: 'gs://b/o' }] },
    { role: 'assistant', parts: [{ type: 'blob', modality: 'image', mime_type: 'image/png', byte_size: 2 }] },
    {
      role: 'user',
      parts: [{ type: 'blob', modality: 'document', byte_size: 2 }, { type: 'google_search_call' }],
    },
  ]);
});
