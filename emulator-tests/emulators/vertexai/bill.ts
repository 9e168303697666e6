/**
 * What Vertex AI and the Gemini API bill for a log of requests: https://cloud.google.com/vertex-ai/generative-ai/pricing and
 * https://ai.google.dev/gemini-api/docs/pricing. Of a model's answer, what its usage says.
 */
import { type Exchange, type Rules, Sum } from '../bill.ts';
import { chunksOf, parsed, type Chunk } from './bill-messages.ts';
import { answerUnits, interactionUnits, type Units } from './bill-units.ts';

/** What a log has told so far: some things are billed once, however often they are fetched. */
class Ledger {
  readonly sum = new Sum();
  readonly #once = new Set<string>();
  readonly #videos = new Map<string, number>();
  readonly #paidUntil = new Map<string, number>();

  /** @param received what the client knows of, if that is not all */
  add(units: Units, received: Units = units): void {
    for (const [kind, amount] of Object.entries(units)) this.sum.add(kind, amount, received[kind] ?? 0);
  }

  isFirst(name: string): boolean {
    return !this.#once.has(name) && Boolean(this.#once.add(name));
  }

  asksForVideos(name: string, seconds: number): void {
    this.#videos.set(name, seconds);
  }

  /** "Per second of video": when it is made. */
  videosAreMade(name: string, videos: number): void {
    this.add({ 'second/video': videos * (this.#videos.get(name) ?? 0) });
    this.#videos.delete(name);
  }

  /** https://cloud.google.com/vertex-ai/generative-ai/docs/context-cache/context-cache-overview */
  cacheIs({ name = '', createTime = '', expireTime = '', usageMetadata }: Chunk, how: string): void {
    const tokens = usageMetadata?.totalTokenCount ?? 0;
    const until = Date.parse(expireTime);
    const from = how === 'POST' ? Date.parse(createTime) : this.#paidUntil.get(name);
    if (how === 'POST') this.add({ 'token/input': tokens });
    if (how !== 'GET' && from !== undefined)
      this.add({ 'token_hour/cache_storage': (tokens * Math.max(0, until - from)) / 3_600_000 });
    this.#paidUntil.set(name, Math.max(until, from ?? until));
  }
}

type Rule = (ledger: Ledger, exchange: Exchange, model: string) => void;

/** Candidates of a stream come in chunks, of which each has the totals so far. A client that leaves has read the first few. */
const generated: Rule = (ledger, exchange, model) => {
  const chunks = chunksOf(exchange);
  const { received = chunks.length } = exchange;
  ledger.add(answerUnits(chunks, model), answerUnits(chunks.slice(0, received), model));
};

/** Gemini's embeddings are billed by token, older ones of Vertex AI by character. */
const embedded: Rule = (ledger, exchange) => {
  for (const { usageMetadata } of chunksOf(exchange))
    ledger.add({ 'token/embedding': usageMetadata?.promptTokenCount ?? 0 });
};

/** Per image that is made; embeddings, where texts were sent. */
const predicted: Rule = (ledger, exchange, model) => {
  const { instances = [] } = parsed(exchange.asked?.[0]);
  for (const { predictions = [], metadata } of chunksOf(exchange))
    if (instances.every(({ content }) => content === undefined))
      ledger.add({
        'image/image': predictions.filter(({ raiFilteredReason }) => raiFilteredReason === undefined).length,
      });
    else if (model.startsWith('gemini-'))
      for (const { embeddings } of predictions)
        ledger.add({ 'token/embedding': embeddings?.statistics?.token_count ?? 0 });
    else ledger.add({ 'character/embedding': metadata?.billableCharacterCount ?? 0 });
};

const asksForVideos: Rule = (ledger, exchange) => {
  const { durationSeconds = 0 } = parsed(exchange.asked?.[0]).parameters ?? {};
  for (const { name = '' } of chunksOf(exchange)) ledger.asksForVideos(name, durationSeconds);
};

const fetchesVideos: Rule = (ledger, exchange) => {
  for (const { name = '', done, response } of chunksOf(exchange)) {
    const made = response?.videos ?? response?.generateVideoResponse?.generatedSamples ?? [];
    if (done) ledger.videosAreMade(name, made.length);
  }
};

/** An interaction is stored, and may be fetched again: its tokens were used once. */
const interacted: Rule = (ledger, exchange, model) => {
  const all = chunksOf(exchange);
  for (const chunk of all.slice(0, exchange.received)) {
    const interaction = chunk.interaction ?? chunk;
    const { id = '', usage } = interaction;
    if (usage && ledger.isFirst(id)) ledger.add(interactionUnits(usage, interaction.model ?? model));
  }
};

/** "Batch … at half the price": its answers are in the job, once it is done. */
const batched: Rule = (ledger, exchange) => {
  for (const { name = '', metadata } of chunksOf(exchange)) {
    const answers = metadata?.output?.inlinedResponses?.inlinedResponses;
    if (!answers || !ledger.isFirst(name)) continue;
    for (const { response } of answers)
      ledger.add(
        Object.fromEntries(
          Object.entries(answerUnits(response ? [response] : [], metadata.model ?? '')).map(
            ([kind, amount]) => [`${kind}/batch`, amount],
          ),
        ),
      );
  }
};

const cached: Rule = (ledger, exchange) => {
  for (const chunk of chunksOf(exchange))
    for (const cache of chunk.cachedContents ?? [chunk])
      if (cache.name !== undefined) ledger.cacheIs(cache, exchange.method);
};

/** By what a path ends with, or has in it. The rest (counts of tokens, lists of models) is free. */
const rules: readonly (readonly [path: RegExp, rule: Rule])[] = [
  [/:(?:streamG|g)enerateContent$/, generated],
  [/:(?:embedContent|batchEmbedContents)$/, embedded],
  [/:predict$/, predicted],
  [/:predictLongRunning$/, asksForVideos],
  [/:fetchPredictOperation$|\/operations\/[^/]+$/, fetchesVideos],
  [/\/interactions(?:\/[^/]+)?$/, interacted],
  [/\/batches\/[^/]+$/, batched],
  [/\/cachedContents(?:\/[^/]+)?$/, cached],
];

export const vertexaiBill: Rules = (log) => {
  const ledger = new Ledger();
  for (const exchange of log) {
    const [path = ''] = exchange.path?.split('?') ?? [];
    const [, model = ''] =
      /\/(?:models|endpoints|tunedModels)\/([^/:]+)/.exec(decodeURIComponent(path)) ?? [];
    const [, rule] = rules.find(([pattern]) => pattern.test(path)) ?? [];
    if (exchange.status === 200) rule?.(ledger, exchange, model);
  }
  return ledger.sum.bill;
};
