/** Describes requests of both libraries: model, server, settings and content. */
import type { Attributes, Description } from '@gcp-otel/shared';
import {
  type GenAIConfig,
  type GenerationConfig,
  type LegacyCaches,
  legacyCacheServer,
  legacyModel,
  legacyServer,
  type LegacyTarget,
  modelName,
  type Params,
  serverOf,
  type Target,
} from './client';
import { type CaptureConfig, type Sent, withContent } from './content';

type Describe<On, Args> = (target: On, args: Args, operation: string, config: CaptureConfig) => Description;
type LegacyArguments = readonly [request?: unknown];
type Arguments = readonly [params?: Params];

/** The settings of both libraries that the semantic conventions have attributes for. */
const SETTINGS: readonly [setting: string, attribute: string][] = [
  ['temperature', 'gen_ai.request.temperature'],
  ['topP', 'gen_ai.request.top_p'],
  ['topK', 'gen_ai.request.top_k'],
  ['maxOutputTokens', 'gen_ai.request.max_tokens'],
  ['frequencyPenalty', 'gen_ai.request.frequency_penalty'],
  ['presencePenalty', 'gen_ai.request.presence_penalty'],
  ['seed', 'gen_ai.request.seed'],
  ['outputDimensionality', 'gen_ai.embeddings.dimension.count'],
];

/** Longer lists are truncated, because backends reject them. */
const MAX_SEQUENCES = 16;

const settingsOf = (config: GenerationConfig): Attributes => {
  const attributes: Attributes = {};
  for (const [setting, attribute] of SETTINGS) {
    const value = config[setting];
    if (typeof value === 'number') attributes[attribute] = value;
  }
  const { stopSequences, candidateCount } = config;
  if (Array.isArray(stopSequences))
    attributes['gen_ai.request.stop_sequences'] = stopSequences
      .slice(0, MAX_SEQUENCES)
      .filter((sequence) => typeof sequence === 'string');
  if (typeof candidateCount === 'number' && candidateCount !== 1)
    attributes['gen_ai.request.choice.count'] = candidateCount;
  return attributes;
};

const OUTPUTS: { readonly [modality: string]: string } = { IMAGE: 'image', AUDIO: 'speech' };

/** The requested type of output. Not recorded for the default, which is text. */
const outputOf = ({ responseModalities, responseMimeType }: GenerationConfig): Attributes => {
  const modalities = Array.isArray(responseModalities) ? responseModalities : [];
  const outputs = modalities.map((modality) => OUTPUTS[String(modality).toUpperCase()]);
  const type = outputs.find((output) => output !== undefined) ?? mimeOutput(responseMimeType);
  return type === undefined ? {} : { 'gen_ai.output.type': type };
};

const mimeOutput = (mime: unknown): string | undefined => {
  if (typeof mime !== 'string') return undefined;
  if (mime === 'application/json') return 'json';
  return mime.startsWith('text/') ? 'text' : undefined;
};

const cacheOf = (cached: unknown): Attributes =>
  cached === undefined || cached === null || cached === '' ? {} : { 'gcp.vertex_ai.cached_content': true };

const described = (
  operation: string,
  model: string | undefined,
  server: Attributes,
  recordedAttributes: Attributes,
  sent?: { readonly config: CaptureConfig; readonly read: () => Sent },
): Description => {
  const attributes = {
    'gen_ai.operation.name': operation,
    ...(model !== undefined && { 'gen_ai.request.model': model }),
    ...server,
  };
  const description = { operation, target: model, attributes, recordedAttributes };
  return sent === undefined ? description : withContent(description, sent.config, sent.read);
};

/** The attributes of a generation's request, except its content. */
const requestedOf = (streams: boolean, settings: GenerationConfig, cached: unknown): Attributes => ({
  ...(streams && { 'gen_ai.request.stream': true }),
  ...settingsOf(settings),
  ...outputOf(settings),
  ...cacheOf(cached),
});

interface LegacyRequest {
  readonly contents?: unknown;
  readonly generationConfig?: GenerationConfig;
  readonly systemInstruction?: unknown;
  readonly tools?: unknown;
  readonly cachedContent?: unknown;
}

/** `model.generateContent(request)`. Fields of the request override those of the model. */
const legacyGeneration =
  (streams: boolean): Describe<LegacyTarget, LegacyArguments> =>
  (target, [request], operation, config) => {
    const isText = typeof request === 'string';
    const params = (isText ? { contents: request } : Object(request)) as LegacyRequest;
    const settings = params.generationConfig ?? target.generationConfig ?? {};
    const recordedAttributes = requestedOf(streams, settings, params.cachedContent ?? target.cachedContent);
    const read = (): Sent => ({
      contents: params.contents,
      system: params.systemInstruction ?? target.systemInstruction,
      tools: params.tools ?? target.tools,
    });
    return described(operation, legacyModel(target), legacyServer(target), recordedAttributes, {
      config,
      read,
    });
  };

/** `chat.sendMessage(message)`. The chat has the settings, and sends its history too. */
const legacyTurn =
  (streams: boolean): Describe<LegacyTarget, LegacyArguments> =>
  (target, [message], operation, config) => {
    const settings = target.generationConfig ?? {};
    const recordedAttributes = requestedOf(streams, settings, target.cachedContent);
    const read = (): Sent => ({
      contents: [...(target.historyInternal ?? []), ...(Array.isArray(message) ? message : [message])],
      system: target.systemInstruction,
      tools: target.tools,
    });
    return described(operation, legacyModel(target), legacyServer(target), recordedAttributes, {
      config,
      read,
    });
  };

export const describeLegacy: Describe<LegacyTarget, LegacyArguments> = legacyGeneration(false);
export const describeLegacyStream: Describe<LegacyTarget, LegacyArguments> = legacyGeneration(true);
export const describeTurn: Describe<LegacyTarget, LegacyArguments> = legacyTurn(false);
export const describeStreamedTurn: Describe<LegacyTarget, LegacyArguments> = legacyTurn(true);

/** Describes calls that do not generate content. */
export const describeLegacyModel: Describe<LegacyTarget, LegacyArguments> = (target, _args, operation) =>
  described(operation, legacyModel(target), legacyServer(target), {});

/** Only the creation of a cache names a model. */
export const describeLegacyCache: Describe<LegacyCaches, readonly [cached?: unknown]> = (
  target,
  [cached],
  operation,
) => described(operation, cachedModel(cached), legacyCacheServer(target), {});

const cachedModel = (cached: unknown): string | undefined => modelName((Object(cached) as Params).model);

const generation =
  (streams: boolean): Describe<Target, Arguments> =>
  (target, [params], operation, config) => {
    const { model, contents, config: settings = {} } = params ?? {};
    const recordedAttributes = requestedOf(streams, settings, settings['cachedContent']);
    const read = (): Sent => ({ contents, system: settings['systemInstruction'], tools: settings['tools'] });
    return described(operation, modelName(model), serverOf(target, settings), recordedAttributes, {
      config,
      read,
    });
  };

export const describeGeneration: Describe<Target, Arguments> = generation(false);
export const describeStreamedGeneration: Describe<Target, Arguments> = generation(true);

/** The prompt is a parameter of its own, or is in `source` with the images that it refers to. */
interface MediaParams extends Params {
  readonly prompt?: unknown;
  readonly source?: { readonly prompt?: unknown };
}

/** Image and video models. The prompt is one text, and the output type is that of the method. */
export const describeMedia =
  (output: 'image' | 'video'): Describe<Target, readonly [params?: MediaParams]> =>
  (target, [params], operation, config) => {
    const { model, source, prompt = source?.prompt, config: settings = {} } = params ?? {};
    const { numberOfImages: count } = settings;
    const recordedAttributes = {
      'gen_ai.output.type': output,
      ...settingsOf(settings),
      ...(typeof count === 'number' && count !== 1 && { 'gen_ai.request.choice.count': count }),
    };
    const read = (): Sent => ({ contents: prompt });
    return described(operation, modelName(model), serverOf(target, settings), recordedAttributes, {
      config,
      read,
    });
  };

export const describeModel: Describe<Target, Arguments> = (target, [params], operation) => {
  const { model, config = {} } = params ?? {};
  return described(operation, modelName(model), serverOf(target, config), settingsOf(config));
};

/** `caches.get({ name, config })` */
export const describeCache: Describe<
  Target,
  readonly [params?: { readonly model?: string; readonly config?: GenAIConfig }]
> = (target, [params], operation) =>
  described(operation, modelName(params?.model), serverOf(target, params?.config), {});
