import type { Exchange } from './exchange.ts';
import { chunksOfAnswer } from './answers.ts';
import type { Routes } from './routes.ts';
import { usageOf } from './usage.ts';

/** Jobs of many requests. The Gemini API has their answers in the job, Vertex AI writes them elsewhere. */
export const batchRoutes: Routes = {
  'POST /{kind}/{model}:batchGenerateContent': (exchange) =>
    exchange.answer(job(exchange, `batches/${exchange.parameter('model')}`, false)),
  'POST /{kind}/{model}:asyncBatchEmbedContent': (exchange) =>
    exchange.answer(job(exchange, `batches/${exchange.parameter('model')}`, false)),
  'GET /batches/{batch}': (exchange) =>
    exchange.answer(job(exchange, `batches/${exchange.parameter('batch')}`, exchange.isDone('batch'))),
  'POST /batchPredictionJobs': (exchange) =>
    exchange.answer({ name: exchange.named('batchPredictionJobs', '1'), state: 'JOB_STATE_PENDING' }),
};

/** Of two requests. */
function job(exchange: Exchange, name: string, isDone: boolean): object {
  const answer = () => ({
    candidates: [{ content: { role: 'model', parts: [{ text: 'a word' }] }, finishReason: 'STOP' }],
    usageMetadata: usageOf(exchange, chunksOfAnswer(exchange).length),
    modelVersion: 'gemini-2.5-flash-001',
  });
  return {
    name,
    metadata: {
      '@type': 'type.googleapis.com/google.ai.generativelanguage.v1main.GenerateContentBatch',
      model: 'models/gemini-2.5-flash',
      state: isDone ? 'BATCH_STATE_SUCCEEDED' : 'BATCH_STATE_RUNNING',
      ...(isDone && {
        output: { inlinedResponses: { inlinedResponses: [{ response: answer() }, { response: answer() }] } },
      }),
    },
  };
}
