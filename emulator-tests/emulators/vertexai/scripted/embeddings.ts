import type { Exchange } from './exchange.ts';
import type { Routes } from './routes.ts';

/** Tokens per embedded text. */
const perText = 5;

/** As many values as requested, or three. All different. */
const valuesOf = (dimensions = 3) => Array.from({ length: dimensions }, (_, index) => (index + 1) / 8);

const usageOf = (texts: number) => ({
  promptTokenCount: perText * texts,
  promptTokensDetails: [{ modality: 'TEXT', tokenCount: perText * texts }],
});

/** Embeddings of the Gemini API and of Vertex AI's newer models. Its older models use `predict`. */
export const embeddingRoutes: Routes = {
  'POST /{kind}/{model}:embedContent'(exchange) {
    const { outputDimensionality, embedContentConfig } = exchange.body as EmbedRequest;
    const dimensions = outputDimensionality ?? embedContentConfig?.outputDimensionality;
    exchange.answer({
      embedding: { values: valuesOf(dimensions) },
      usageMetadata: usageOf(1),
      truncated: false,
    });
  },

  'POST /{kind}/{model}:batchEmbedContents'(exchange) {
    const { requests = [] } = exchange.body as { requests?: readonly EmbedRequest[] };
    const embeddings = requests.map(({ outputDimensionality }) => ({
      values: valuesOf(outputDimensionality),
    }));
    exchange.answer({ embeddings, usageMetadata: usageOf(requests.length) });
  },
};

interface EmbedRequest {
  readonly outputDimensionality?: number;
  readonly embedContentConfig?: { readonly outputDimensionality?: number };
}

/** The body of a `predict` request. */
export interface Prediction {
  readonly instances?: readonly { readonly content?: string; readonly prompt?: string }[];
  readonly parameters?: { readonly outputDimensionality?: number; readonly sampleCount?: number };
}

/** The response of a Vertex AI model that predicts embeddings. */
export function answerPredicted(exchange: Exchange, { instances = [], parameters }: Prediction): void {
  const predictions = instances.map(() => ({
    embeddings: {
      values: valuesOf(parameters?.outputDimensionality),
      statistics: { token_count: perText, truncated: false },
    },
  }));
  exchange.answer({ predictions, metadata: { billableCharacterCount: 4 * perText * instances.length } });
}
