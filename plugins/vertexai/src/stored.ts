/** Results that the server keeps and that are fetched later, perhaps several times: caches, videos, batches. */
import type { Attributes, Call } from '@gcp-otel/shared';
import { rememberVideos, BATCH, type Cached, cacheBill, charge, isChargedFirst, videoBill } from './billing';
import { modelName, type Params } from './client';
import { answerOf, type Response, unitsOf } from './responses';
import { count, modelVersion } from './shapes';

const cacheAs =
  (how: Parameters<typeof cacheBill>[1]) =>
  (cached: Cached): Attributes => {
    const bill = cacheBill(cached, how);
    return {
      ...(how !== 'updated' && {
        'gcp.vertex_ai.cached_content.tokens': count(cached.usageMetadata?.totalTokenCount),
      }),
      ...(bill && charge(cached, bill)),
    };
  };

export const cache: (cached: Cached) => Attributes = cacheAs('seen');
export const createdCache: (cached: Cached) => Attributes = cacheAs('created');
export const updatedCache: (cached: Cached) => Attributes = cacheAs('updated');

interface VideoOperation {
  readonly name?: string;
  readonly done?: boolean;
  readonly response?: { readonly generatedVideos?: readonly unknown[] };
}

/** Requested or fetched videos. Only a request names the model. */
export const videos = (
  operation: VideoOperation,
  _target: unknown,
  { args: [params] }: Call,
): Attributes | undefined => {
  const { name, done, response } = operation;
  const { model, config } = Object(params) as Params;
  if (model !== undefined) rememberVideos(name, config?.['durationSeconds'], modelName(model));
  if (done !== true) return undefined;
  const bill = videoBill(name, response?.generatedVideos?.length ?? 0);
  return bill && charge(operation, bill);
};

interface BatchJob {
  readonly name?: string;
  readonly model?: string;
  readonly dest?: { readonly inlinedResponses?: readonly ({ readonly response?: Response } | null)[] };
}

/** A finished batch has its responses each time it is fetched. */
export const batch = (job: BatchJob, _target: unknown, call: Call): Attributes | undefined => {
  const { name, model, dest } = job;
  const answers = dest?.inlinedResponses;
  if (!answers?.length || !isChargedFirst(name)) return undefined;
  const units = answers.flatMap((one) => unitsOf(answerOf(Object(one?.response) as Response, call), call));
  return charge(job, { units, model: modelVersion(modelName(model)), traffic: BATCH });
};
