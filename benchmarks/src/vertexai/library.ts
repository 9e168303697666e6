import { answer } from '../stub.ts';

/** The client's settings, under the names that the plugin reads. */
const apiClient = {
  isVertexAI: () => true,
  getBaseUrl: () => 'https://europe-west4-aiplatform.googleapis.com/',
  getLocation: () => 'europe-west4',
};

export interface Params {
  readonly model: string;
  readonly contents: string;
  readonly config: { readonly temperature: number };
}

export interface Response {
  readonly candidates: readonly object[];
  readonly usageMetadata: { readonly promptTokenCount: number; readonly candidatesTokenCount: number };
  readonly modelVersion: string;
  readonly responseId: string;
}

/** One KiB, like a chunk of a long response. */
const text = 'word '.repeat(205);

const response = (tokens: number): Response => ({
  candidates: [{ content: { role: 'model', parts: [{ text }] }, finishReason: 'STOP' }],
  usageMetadata: { promptTokenCount: 10, candidatesTokenCount: tokens },
  modelVersion: 'gemini-2.5-flash-001',
  responseId: 'r1',
});

const whole = response(1);

export const params: Params = {
  model: 'gemini-2.5-flash',
  contents: 'a question',
  config: { temperature: 0.5 },
};

/** Decides when a stream delivers a chunk. */
export type Pause = () => Promise<unknown> | undefined;

/**
 * A client that responds on the next microtask, so that only the overhead around it is measured. Each call of this
 * function defines new classes, of which some are instrumented.
 */
export const defineLibrary = () => {
  class Models {
    readonly apiClient = apiClient;
    private readonly chunks: number;
    private readonly pause: Pause;
    readonly generateContent: (given: Params) => Promise<Response>;
    readonly generateContentStream: (given: Params) => Promise<AsyncGenerator<Response>>;

    constructor(chunks = 0, pause: Pause = () => undefined) {
      this.chunks = chunks;
      this.pause = pause;
      // Assigned to the instance, as in the client.
      this.generateContent = async (given) => this.generateContentInternal(given);
      this.generateContentStream = async (given) => this.generateContentStreamInternal(given);
    }

    async generateContentInternal(_given: Params): Promise<Response> {
      await answer;
      return whole;
    }

    async generateContentStreamInternal(_given: Params): Promise<AsyncGenerator<Response>> {
      await answer;
      return this.stream();
    }

    /** Each chunk has the number of tokens so far: one per chunk. */
    private async *stream(): AsyncGenerator<Response> {
      for (let tokens = 1; tokens <= this.chunks; tokens++) {
        const pause = this.pause();
        if (pause !== undefined) await pause;
        yield response(tokens);
      }
    }
  }

  let shared: Models | undefined;
  /** The client is constructed once and called often. The plugin must be there when it is constructed. */
  const models = (): Models => (shared ??= new Models());
  return { Models, models };
};

export type Library = ReturnType<typeof defineLibrary>;
