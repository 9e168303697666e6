import { messageOf } from './errors.ts';

/** One request of the story. */
export interface Step {
  readonly title: string;
  /** Such as `GET /orders/42`. */
  readonly request: string;
}

/** A screen that shows what the service streams. */
export interface Screen {
  /** Resolves when the screen has something new to show. */
  next(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Two sales at once take the emulators five seconds, and twice as long where one of them is aborted again. With a dead
 * backend a request would never end.
 */
const TIMEOUT_MS = 30_000;

/**
 * The shop's customers and staff. They use `fetch` where no span is active, and `tracing.ts` wants one: each trace begins
 * where the service's work begins.
 */
export class Client {
  readonly steps: Step[] = [];
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** Sends a request, and resolves to the answer if it has the status that the story expects. */
  async send<Answer>(title: string, request: string, expected: number, body?: unknown): Promise<Answer> {
    return JSON.parse((await this.#text(title, request, expected, body)) || 'null');
  }

  /** Downloads a text. */
  download(title: string, request: string): Promise<string> {
    return this.#text(title, request, 200);
  }

  /** Opens a stream of server-sent events. */
  async watch(title: string, request: string): Promise<Screen> {
    const { body } = await this.#fetch(title, request);
    if (!body) throw new Error(`${request} streamed nothing`);
    const events = body.getReader();
    return {
      async next() {
        const { done } = await events.read();
        if (done) throw new Error(`${request} ended its stream`);
      },
      close: () => events.cancel(),
    };
  }

  async #text(title: string, request: string, expected: number, body?: unknown): Promise<string> {
    const response = await this.#fetch(title, request, body);
    const answer = await response.text();
    if (response.status !== expected) {
      throw new Error(`${request} answered ${response.status} instead of ${expected}: ${answer}`);
    }
    return answer;
  }

  #fetch(title: string, request: string, body?: unknown): Promise<Response> {
    this.steps.push({ title, request });
    const [method = '', path = ''] = request.split(' ');
    const answer = fetch(new URL(path, this.#url), {
      method,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    return answer.catch((error: unknown) => {
      throw new Error(`${request} was not answered: ${messageOf(error)}`, { cause: error });
    });
  }
}
