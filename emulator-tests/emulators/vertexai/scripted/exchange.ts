import type { IncomingMessage, ServerResponse } from 'node:http';
import { Words, type FaultKind, type Faults } from './faults.ts';
import { refusal, type Refusal } from './refusal.ts';
import type { Target } from './target.ts';
import type { RecordedRequest } from '../../scripted.ts';

/** A request's body, as JSON. */
export type Body = Readonly<Record<string, unknown>>;

type Headers = Readonly<Record<string, string | number>>;

/** Fields of a body that contain names: `{ model: 'projects/p/…/models/m' }`. */
const namingFields = ['model', 'agent'];

/** One request and its response. */
export class Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly target: Target;
  readonly body: Body;
  readonly query: URLSearchParams;
  /** The names in the request, which choose what happens. */
  readonly names: readonly string[];
  readonly words: Words;
  readonly faults: Faults;
  readonly #parameters: Readonly<Record<string, string>>;
  readonly #entry: { -readonly [Key in keyof RecordedRequest]: RecordedRequest[Key] };

  constructor(
    message: { readonly request: IncomingMessage; readonly response: ServerResponse; readonly body: Body },
    target: Target,
    parameters: Readonly<Record<string, string>>,
    faults: Faults,
    entry: RecordedRequest,
  ) {
    this.request = message.request;
    this.response = message.response;
    this.body = message.body;
    this.target = target;
    this.query = target.query;
    const named = namingFields.map((field) => this.body[field]).filter((name) => typeof name === 'string');
    this.names = [...Object.values(parameters), ...named.map(lastSegment)];
    this.words = new Words(this.names);
    this.faults = faults;
    this.#parameters = parameters;
    this.#entry = entry;
  }

  /** A parameter that the route must have. */
  parameter(name: string): string {
    return this.#parameters[name] ?? '';
  }

  /** The subject of the request, for messages. */
  get title(): string {
    return this.names.at(-1) ?? 'the request';
  }

  /** The full name of a resource below the request's project and location, if it has them. */
  named(...path: readonly string[]): string {
    return [this.target.parent, ...path].filter(Boolean).join('/');
  }

  /** Whether a long-running operation is done. Counts the requests for it. */
  isDone(what: string): boolean {
    return !this.faults.isDue(`${this.names.join(' ')} ${what}`, this.words.number('pending') ?? 0);
  }

  strike(kind: FaultKind): { readonly status: number } | undefined {
    return this.faults.strike(kind, this.names);
  }

  /** The error response of a fault, if one applies. */
  struck(kind: 'http' | 'html', prompt: string): Refusal | undefined {
    const fault = this.strike(kind);
    return fault && refusal(fault.status, this.title, prompt);
  }

  /** Starts every response, so that the log has the status before the client does. */
  head(status: number, headers: Headers): ServerResponse {
    this.#entry.status = status;
    return this.response.writeHead(status, headers);
  }

  answer(body: object, status = 200): void {
    if (this.strike('bad_json')) this.#send(status, json, '{"candidates": [');
    else this.#send(status, json, JSON.stringify(body));
  }

  answerHtml(text: string, status: number): void {
    this.#send(status, 'text/html; charset=UTF-8', text);
  }

  /** Drops the connection after what is already written, without an end that the client could mistake for a complete response. */
  drop(): void {
    this.response.socket?.destroySoon();
  }

  #send(status: number, type: string, text: string): void {
    const response = this.head(status, {
      'content-type': type,
      'content-length': Buffer.byteLength(text),
    });
    if (!this.strike('truncated')) return void response.end(text);
    response.write(text.slice(0, text.length / 2));
    this.drop();
  }
}

const json = 'application/json; charset=UTF-8';

const lastSegment = (name: string) => name.slice(name.lastIndexOf('/') + 1);
