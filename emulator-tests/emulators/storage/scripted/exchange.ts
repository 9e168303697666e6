import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { RecordedRequest } from '../../scripted.ts';
import type { FaultKind, Faults } from './faults.ts';
import { refusal, type Refusal } from './refusal.ts';

type Headers = Readonly<Record<string, string | number | undefined>>;

/** Query parameters that contain names. */
const namingParameters = ['name', 'prefix', 'project', 'serviceAccountEmail'];

/** One request and its response. */
export class Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
  /** The names in the request, which choose faults. */
  readonly names: string[];
  /** The values of the placeholders in its route. */
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

  /** `http://127.0.0.1:8080`, as the client addresses this server. */
  get origin(): string {
    return `http://${this.request.headers.host}`;
  }

  /** A parameter that the route must have. */
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

  /** Throws if a fault applies to the request. */
  refuseIfStruck(kind: FaultKind): void {
    const fault = this.strike(kind);
    if (fault) throw refusal(fault.status, this.title);
  }

  /** Adds names from the body. They are only known in time for refusals, not for other faults. */
  addNames(...names: readonly string[]): void {
    this.names.push(...names);
    this.refuseIfStruck('http');
  }

  body(): Promise<Buffer> {
    return buffer(this.request);
  }

  /** The body as JSON, or `{}` without a body. */
  async json<Body = Record<string, unknown>>(): Promise<Body> {
    const body = await this.body();
    return JSON.parse(body.toString() || '{}');
  }

  /** Starts every response, so that the log has the status before the client does. */
  head(status: number, headers: Headers = {}): ServerResponse {
    this.#entry.status = status;
    const present = Object.entries(headers).filter(([, value]) => value !== undefined);
    return this.response.writeHead(status, Object.fromEntries(present));
  }

  answer(body: object, status = 200, headers: Headers = {}): void {
    this.#send(status, 'application/json; charset=UTF-8', JSON.stringify(body), headers);
  }

  answerXml(body: string, status = 200, headers: Headers = {}): void {
    // The client's gaxios returns `text/*` as text, but `application/xml` as a blob, which the client does not read.
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

  /** Drops the connection after what is already written, without an end that the client could mistake for a complete response. */
  drop(): void {
    this.response.socket?.destroySoon();
  }

  #send(status: number, type: string, text: string, headers: Headers): void {
    this.head(status, { 'content-type': type, 'content-length': Buffer.byteLength(text), ...headers }).end(
      text,
    );
  }
}
