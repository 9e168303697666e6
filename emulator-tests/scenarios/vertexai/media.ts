import type * as genai from '@google/genai';
import type { GenAIKit } from './kit.ts';
import { failure, type Steps } from './steps.ts';

const image = { imageBytes: 'aGk=', mimeType: 'image/png' };

/** `image/png`, or why there is none. */
const imagesOf = ({ generatedImages = [] }: genai.GenerateImagesResponse) =>
  generatedImages.map((generated) => generated.image?.mimeType ?? generated.raiFilteredReason);

const videosOf = ({ done, response }: genai.GenerateVideosOperation) => ({
  done: done ?? false,
  videos: response?.generatedVideos?.map(({ video }) => video?.uri) ?? [],
  filtered: response?.raiMediaFilteredCount ?? 0,
});

/** The most that an application waits for a video. */
const polls = 3;

async function untilDone({ ai, unique, delay }: GenAIKit, model: string): Promise<object[]> {
  let operation = await ai.models.generateVideos({ model: unique(model), prompt: 'a video' });
  const seen = [videosOf(operation)];
  /* oxlint-disable no-await-in-loop -- it is a wait */
  for (let poll = 0; poll < polls && !operation.done; poll++) {
    await delay(10);
    operation = await ai.operations.getVideosOperation({ operation });
    seen.push(videosOf(operation));
  }
  return seen;
}

const withheld =
  'The prompt could not be submitted: it contains words that violate the policies. Support codes: 1';
const file = 'https://generativelanguage.googleapis.com/v1beta/files/video:download?alt=media';
const pending = { done: false, videos: [], filtered: 0 };
const videoAt = (uri: string) => [pending, pending, pending, { done: true, videos: [uri], filtered: 0 }];

/** What newer clients no longer ask the Gemini API for. */
const unsupported = (clients: readonly string[], seen: unknown) =>
  Object.fromEntries(clients.map((client) => [client, seen]));

/** Images and videos. */
export const picturing: Steps<GenAIKit> = {
  'two images': {
    run: ({ ai, unique }) =>
      ai.models
        .generateImages({ model: unique('imagen-4'), prompt: 'an image', config: { numberOfImages: 2 } })
        .then(imagesOf, failure),
    seen: ['image/png', 'image/png'],
    but: { ...unsupported(['genai 2 gemini', 'genai 3 gemini'], '! Error') },
  },
  'an image that is withheld, and one that is refused': {
    run: ({ ai, unique }) =>
      Promise.all(
        ['imagen-filtered', 'imagen-http_400'].map((model) =>
          ai.models.generateImages({ model: unique(model), prompt: 'an image' }).then(imagesOf, failure),
        ),
      ),
    seen: [[withheld], '! ApiError 400'],
    but: {
      'genai 1': [[withheld], '! ClientError'],
      ...unsupported(['genai 2 gemini', 'genai 3 gemini'], ['! Error', '! Error']),
    },
  },
  'an image is edited, enlarged, and set elsewhere': {
    run: async ({ ai, client, unique }) => [
      await ai.models
        .editImage({
          model: unique('imagen-3'),
          prompt: 'a cat',
          referenceImages: [
            Object.assign(new client.RawReferenceImage(), { referenceImage: image, referenceId: 1 }),
          ],
        })
        .then(imagesOf, failure),
      await ai.models
        .upscaleImage({ model: unique('imagen-4'), image, upscaleFactor: 'x2' })
        .then(imagesOf, failure),
      await recontext(ai, unique('imagen-product')),
    ],
    seen: [['image/png'], ['image/png'], ['image/png']],
    but: {
      'genai 1 gemini': ['! Error', '! Error', 'not yet'],
      'genai 1 vertex': [['image/png'], ['image/png'], 'not yet'],
      gemini: ['! Error', '! Error', '! Error'],
    },
  },
  "an image's parts": {
    async run({ ai, unique }) {
      if (!('segmentImage' in ai.models)) return 'not yet';
      return ai.models
        .segmentImage({ model: unique('image-segmentation'), source: { image } })
        .then(({ generatedMasks = [] }) => generatedMasks.map(({ mask }) => mask?.mimeType), failure);
    },
    seen: ['image/png'],
    but: { 'genai 1': 'not yet', gemini: '! Error' },
  },
  'a video, which takes its time': {
    run: (kit) => untilDone(kit, 'veo-3-pending_2').catch(failure),
    seen: videoAt('gs://bucket/video.mp4'),
    but: { 'genai 3 gemini': '! Error', gemini: videoAt(file) },
  },
  'a video that is withheld': {
    run: (kit) => untilDone(kit, 'veo-3-filtered').catch(failure),
    seen: [pending, { done: true, videos: [], filtered: 1 }],
    but: { 'genai 3 gemini': '! Error' },
  },
};

async function recontext({ models }: genai.GoogleGenAI, model: string): Promise<unknown> {
  if (!('recontextImage' in models)) return 'not yet';
  return models
    .recontextImage({ model, source: { productImages: [{ productImage: image }] } })
    .then(imagesOf, failure);
}
