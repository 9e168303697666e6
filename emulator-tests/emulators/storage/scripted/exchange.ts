import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { RecordedRequest } from '../../scripted.ts';
import type { FaultKind, Faults } from './faults.ts';
import { refusal, type Refusal } from './refusal.ts';

type Headers = Readonly<Record<string, string | number | undefined>>;

/** Of a query. */
const namingParameters = ['name', 'prefix', 'project', 'serviceAccountEmail'];

/** One request, and the means to answer it. */
export class Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
  /** The names in it, which say what shall go wrong. */
  readonly names: string[];
  /** What the placeholders of its route stand for. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly #faults: Faults;
  readonly #entry: { -readonly [Key in keyof RecordedRequest]: RecordedRequest[Key] };

  constructor(
    request: IncomingMessage,
    response: ServerResponse,
    target: { readonly query: URLSearchParams; readonly parameters: Readonly<Record<string, string>> },
    faults: Faults,
    entry: RecordedRequest,
  ) {
    this.request = request;
    this.response = response;
    this.query = target.query;
    this.parameters = target.parameters;
    const named = namingParameters.map((key) => target.query.get(key) ?? '');
    this.names = [...Object.values(target.parameters), ...named].filter(Boolean);
    this.#faults = faults;
    this.#entry = entry;
  }

  /** `http://127.0.0.1:8080`, as the client calls this server. */
  get origin(): string {
    return `http://${this.request.headers.host}`;
  }

  /** A parameter that the route is sure to have. */
  parameter(name: string): string {
    return this.parameters[name] ?? '';
  }

  /** `bucket/object`, for messages. */
  get title(): string {
    return this.names.slice(0, 2).join('/') || 'the request';
  }

  strike(kind: FaultKind): { readonly status: number } | undefined {
    return this.#faults.strike(kind, this.names);
  }

  /** Throws if a fault refuses the request. */
  refuseIfStruck(kind: FaultKind): void {
    const fault = this.strike(kind);
    if (fault) throw refusal(fault.status, this.title);
  }

  /** Names that only the body has: they are too late for any fault but a refusal. */
  addNames(...names: readonly string[]): void {
    this.names.push(...names);
    this.refuseIfStruck('http');
  }

  body(): Promise<Buffer> {
    return buffer(this.request);
  }

  /** The body, as JSON; `{}` where there is none. */
  async json<Body = Record<string, unknown>>(): Promise<Body> {
    const body = await this.body();
    return JSON.parse(body.toString() || '{}');
  }

  /** Starts an answer: its one way out, so that the log knows the status before the client does. */
  head(status: number, headers: Headers = {}): ServerResponse {
    this.#entry.status = status;
    const present = Object.entries(headers).filter(([, value]) => value !== undefined);
    return this.response.writeHead(status, Object.fromEntries(present));
  }

  answer(body: object, status = 200, headers: Headers = {}): void {
    this.#send(status, 'application/json; charset=UTF-8', JSON.stringify(body), headers);
  }

  answerXml(body: string, status = 200, headers: Headers = {}): void {
    // The client's gaxios hands out text as text, but `application/xml` as a blob, which the client does not read.
    this.#send(status, 'text/xml; charset=UTF-8', body, headers);
  }

  answerEmpty(status = 204, headers: Headers = {}): void {
    this.head(status, {
      'content-length': status === 204 || status === 304 ? undefined : 0,
      ...headers,
    }).end();
  }

  refuse(reason: Refusal, asXml: boolean): void {
    if (reason.status === 304) this.answerEmpty(304);
    else if (asXml) this.answerXml(reason.toXml(), reason.status);
    else this.answer(reason.toJSON(), reason.status);
  }

  /** Sends what is written already, and then nothing, without an end that the client could take for one. */
  drop(): void {
    this.response.socket?.destroySoon();
  }

  #send(status: number, type: string, text: string, headers: Headers): void {
    this.head(status, { 'content-type': type, 'content-length': Buffer.byteLength(text), ...headers }).end(
      text,
    );
  }
}
