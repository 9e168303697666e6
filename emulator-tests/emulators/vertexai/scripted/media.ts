import { answerPredicted, type Prediction } from './embeddings.ts';
import type { Exchange } from './exchange.ts';
import { image } from './pieces.ts';
import type { Routes } from './routes.ts';

const withheld =
  'The prompt could not be submitted: it contains words that violate the policies. Support codes: 1';

/** Images, and videos, which are long-running operations. */
export const mediaRoutes: Routes = {
  'POST /{kind}/{model}:predict'(exchange) {
    const prediction = exchange.body as Prediction;
    if (prediction.instances?.some(({ content }) => content !== undefined))
      answerPredicted(exchange, prediction);
    else answerImages(exchange, prediction);
  },

  'POST /{kind}/{model}:predictLongRunning': (exchange) => exchange.answer({ name: operationOf(exchange) }),

  'POST /{kind}/{model}:fetchPredictOperation': answerVideos,
  'GET /{kind}/{model}/operations/{operation}': answerVideos,
};

function answerImages(exchange: Exchange, { parameters }: Prediction): void {
  const picture = { mimeType: image.mimeType, bytesBase64Encoded: image.data };
  const made = exchange.words.number('made');
  if (made !== undefined)
    return exchange.answer({
      predictions: [...Array.from({ length: made }, () => picture), { raiFilteredReason: withheld }],
    });
  const generated = exchange.words.has('filtered') ? { raiFilteredReason: withheld } : picture;
  exchange.answer({ predictions: Array.from({ length: parameters?.sampleCount ?? 1 }, () => generated) });
}

function answerVideos(exchange: Exchange): void {
  const name = operationOf(exchange);
  if (!exchange.isDone('video')) return exchange.answer({ name });
  exchange.answer({ name, done: true, response: videos(exchange) });
}

/** The operation's name is below the model, even if the request has it in its body. */
function operationOf(exchange: Exchange): string {
  const publisher = exchange.target.published ? ['publishers', 'google'] : [];
  const model = [exchange.parameter('kind'), exchange.parameter('model')];
  return exchange.named(...publisher, ...model, 'operations', 'video');
}

function videos({ target, words }: Exchange): object {
  const filtered = words.has('filtered') && {
    raiMediaFilteredCount: 1,
    raiMediaFilteredReasons: [withheld],
  };
  const each = <Made>(made: Made): Made[] => Array.from({ length: words.number('made') ?? 1 }, () => made);
  if (target.vertex)
    return filtered || { videos: each({ gcsUri: 'gs://bucket/video.mp4', mimeType: 'video/mp4' }) };
  const uri = 'https://generativelanguage.googleapis.com/v1beta/files/video:download?alt=media';
  return { generateVideoResponse: filtered || { generatedSamples: each({ video: { uri } }) } };
}
