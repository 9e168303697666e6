import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import type { Exchange } from '../../emulators/bill.ts';
import type { RecordedRequest } from '../../emulators/scripted.ts';

interface Published {
  readonly request: ClientRequest;
}

/**
 * What did not reach the application, although the server has sent it: the rest of a stream that was left; an answer whose connection
 * broke, as happens to requests on a connection that a download before them has destroyed.
 */
export class Received {
  readonly #left = new Map<string, number>();
  #lost: string[] = [];

  /** Listens to Node, which tells of each request that failed without an answer. */
  watch(): void {
    const answered = new WeakSet<ClientRequest>();
    const on = (channel: string, hear: (request: ClientRequest) => void) =>
      subscribe(channel, (message) => hear((message as Published).request));
    on('http.client.response.finish', (request) => void answered.add(request));
    on('http.client.request.error', (request) => {
      if (!answered.has(request)) this.#lost.push(`${request.method} ${request.path}`);
    });
  }

  forget(): void {
    this.#left.clear();
    this.#lost = [];
  }

  /** Of the answer to the only request with this name the application has taken so much. */
  leave(name: string, taken: number): void {
    this.#left.set(name, taken);
  }

  /** Whether everything was received. */
  get isWhole(): boolean {
    return this.#left.size === 0 && this.#lost.length === 0;
  }

  /** The requests of a log, with what is known to have been received. */
  mark(log: readonly RecordedRequest[]): Exchange[] {
    const lost = [...this.#lost];
    return log.map((request) => {
      const at = lost.indexOf(`${request.method} ${request.path}`);
      if (at !== -1) lost.splice(at, 1);
      const received = at === -1 ? this.#takenOf(request) : 0;
      return received === undefined ? request : { ...request, received };
    });
  }

  #takenOf({ path, asked }: RecordedRequest): number | undefined {
    if (this.#left.size === 0) return undefined;
    const text = JSON.stringify([path, asked]);
    return [...this.#left].find(([name]) => text.includes(name))?.[1];
  }
}
