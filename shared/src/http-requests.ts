import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { context } from './api';
import type { Call } from './call';
import type { Engine } from './engine';
import type { RequestObserver } from './plugin';

/** What Node publishes of a request. */
interface Published {
  readonly request: ClientRequest;
  readonly response?: IncomingMessage;
}

/**
 * Tells a plugin of the HTTP requests that its calls make. Node publishes each where it is made, whichever library
 * makes it, so that attempts are counted that no method of the client shows.
 */
export class HttpRequests {
  private readonly calls = new WeakMap<ClientRequest, Call>();
  private watching = false;

  constructor(
    private readonly engine: Engine,
    private readonly observer: RequestObserver,
  ) {}

  watch(): void {
    if (this.watching) return;
    this.watching = true;
    for (const [channel, listener] of this.listeners) subscribe(channel, listener);
  }

  unwatch(): void {
    this.watching = false;
    for (const [channel, listener] of this.listeners) unsubscribe(channel, listener);
  }

  private readonly listeners: readonly [string, (message: unknown) => void][] = [
    ['http.client.request.created', (message) => this.created(message as Published)],
    ['http.client.response.finish', (message) => this.answered(message as Published)],
    ['http.client.request.error', (message) => this.failed(message as Published)],
  ];

  private created({ request }: Published): void {
    const call = this.engine.callIn(context.active());
    if (call === undefined || call.ended || call.silent) return;
    this.engine.aside(() => {
      if (this.observer.sent(request, call)) this.calls.set(request, call);
    });
  }

  private answered({ request, response }: Published): void {
    const call = this.calls.get(request);
    if (call === undefined || call.ended || response === undefined) return;
    this.engine.aside(() => this.observer.answered?.(request, response, call));
  }

  private failed({ request }: Published): void {
    const call = this.calls.get(request);
    if (call === undefined || call.ended) return;
    this.engine.aside(() => this.observer.failed?.(request, call));
  }
}
