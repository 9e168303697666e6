/** Observes the HTTP requests that calls make, through Node's diagnostics channels. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { context } from '../telemetry/otel-api';
import type { Call } from './call';
import type { Engine } from './engine';
import type { RequestObserver } from '../plugin-api/plugin';
import { PrivateFieldHost } from '../objects/private-field-host';

/** Message that Node publishes about a request. */
interface Published {
  readonly request: ClientRequest;
  readonly response?: IncomingMessage;
}

/** Stores the call of a request in a private field of the request. */
class RequestCall extends PrivateFieldHost {
  #call: Call;

  private constructor(request: ClientRequest, call: Call) {
    super(request);
    this.#call = call;
  }

  static set(request: ClientRequest, call: Call): void {
    // oxlint-disable-next-line no-new -- the constructor adds the field to `request`
    if (!(#call in request)) new RequestCall(request, call);
  }

  static get(request: ClientRequest): Call | undefined {
    return #call in request ? request.#call : undefined;
  }
}

/**
 * Notifies a plugin of the HTTP requests of its calls. Node publishes each request in the context that makes it, so this
 * also sees retries that no method of the client shows.
 */
export class HttpRequests {
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
    this.engine.runSafely(() => {
      if (this.observer.sent(request, call)) RequestCall.set(request, call);
    });
  }

  private answered({ request, response }: Published): void {
    const call = this.callOf(request);
    if (call === undefined || call.ended || response === undefined) return;
    this.engine.runSafely(() => this.observer.answered?.(request, response, call));
  }

  /** Ignores requests of other plugins' calls. */
  private callOf(request: ClientRequest): Call | undefined {
    const call = RequestCall.get(request);
    return call?.recorder === this.engine.recorder ? call : undefined;
  }

  private failed({ request }: Published): void {
    const call = this.callOf(request);
    if (call === undefined || call.ended) return;
    this.engine.runSafely(() => this.observer.failed?.(request, call));
  }
}
