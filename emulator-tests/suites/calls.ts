import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Tools } from '../harness/scenario.ts';
import { rowOf } from './rows.ts';

/** What a caller chooses: an id of the scripted server's vocabulary, a canary, or nothing special. */
export interface Names {
  /** Of a document, and of the document that a collection is below; of an object. */
  readonly id: string;
  /** Of a collection group, a bucket, a project: where an id can only stand there. */
  readonly group: string;
  /** Of a document's data; of an object's metadata. */
  readonly field: string;
  /** Of such a field; what an object contains. */
  readonly value: string;
}

/** The scripted server's documents have this field: a client that goes on after a lost stream needs what it orders by. */
export const plainNames: Names = { id: 'a', group: 'rows_5', field: 'title', value: 'a' };

/** What a suite has to say of a call, through the function that hears what the call is given. */
export class Remark {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What a subscription is given. */
export interface Listeners {
  readonly hear: (...given: unknown[]) => void;
  readonly fail: (error: unknown) => void;
}

/** A call as it is to be made: `target[method](...args)`. */
export interface Made {
  readonly target: object;
  readonly method: string;
  readonly args: unknown[];
  /** Sends what the call has only queued. */
  readonly after?: () => unknown;
  /** What a stream that is written to is given. */
  readonly content?: Iterable<Uint8Array>;
}

type Returns = Call<unknown>['returns'];

/** What a promise for chunks and for all of them as one gives. */
export interface Pair {
  readonly stream: AsyncGenerator;
  readonly response: Promise<unknown>;
}

/** A call of a client's public method; each suite makes it in its own way. */
export interface Call<Kit> {
  readonly returns:
    | 'promise'
    | 'callback'
    | 'stream'
    | 'writable'
    | 'iterator'
    | 'subscription'
    | 'chunks'
    | 'pair';
  /** Of a call that returns a promise: it takes a callback as well. */
  readonly takesCallback?: true;
  readonly make: (kit: Kit, names: Names, listeners: Listeners) => Made;
  /** Its span tells what became of a request, not of the single write that the promise is for. */
  readonly batched?: true;
}

export type Calls<Kit> = Readonly<Record<string, Call<Kit>>>;

/** The calls, and those that take a callback a second time: with one. */
export function withCallbacks<Kit>(calls: Calls<Kit>): Calls<Kit> {
  return Object.fromEntries(
    Object.entries(calls).flatMap(([title, call]) => {
      const callback = [`${title} (callback)`, { ...call, returns: 'callback' } as const] as const;
      return call.takesCallback ? [[title, call] as const, callback] : [[title, call] as const];
    }),
  );
}

export const isolated: Listeners = { hear: () => {}, fail: () => {} };

export function perform({ target, method, args }: Made): unknown {
  const called: unknown = Reflect.get(target, method);
  if (typeof called !== 'function') throw new TypeError(`no method ${method}`);
  return Reflect.apply(called, target, args);
}

/** Makes a call and takes all that it gives, as an ordinary application would; of a subscription two things, or what comes in three seconds. */
export async function useUp<Kit>({ returns, make }: Call<Kit>, kit: Kit, names: Names): Promise<void> {
  if (returns === 'subscription') return untilQuiet((listeners) => perform(make(kit, names, listeners)));
  const made = make(kit, names, isolated);
  const outcome = returns === 'callback' ? calledBack(made) : takeAll(returns, made, perform(made));
  // Whoever waits for `after` hears of a failure later: it must have a handler by then.
  outcome.catch(() => {});
  await made.after?.();
  await outcome;
}

function takeAll(returns: Returns, { content = [] }: Made, result: unknown): Promise<unknown> {
  if (returns === 'promise') return Promise.resolve(result);
  if (returns === 'chunks') return Promise.resolve(result as Promise<AsyncIterable<unknown>>).then(readAll);
  if (returns === 'pair') return (result as Promise<Pair>).then(readBoth);
  if (returns === 'writable') return pipeline(Readable.from(content), result as Writable);
  return readAll(result as AsyncIterable<unknown>);
}

function calledBack(made: Made): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const callback = (error: unknown, ...results: unknown[]) => (error ? reject(error) : resolve(results));
    perform({ ...made, args: [...made.args, callback] });
  });
}

async function readBoth({ stream, response }: Pair): Promise<void> {
  // Who reads the chunks hears of their failure there.
  response.catch(() => {});
  await readAll(stream);
  await response;
}

async function readAll(rows: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of rows);
}

function untilQuiet(subscribe: (listeners: Listeners) => unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => resolve((stop as () => void)());
    let heard = 0;
    let timer: NodeJS.Timeout;
    const hear = () => {
      heard++;
      if (heard === 1) timer = setTimeout(end, 3000);
      if (heard === 2) {
        clearTimeout(timer);
        setTimeout(end, 100);
      }
    };
    const stop = subscribe({ hear, fail: reject });
  });
}

/** What an error is told apart by: see {@link codeOf}. */
type CodeOf = (error: unknown) => number | string;

/** What a client's error has for its code; else the status of the answer that it is about, else its name. */
export function codeOf(error: unknown): number | string {
  const { code, status, message, name } = Object(error) as Readonly<Record<string, unknown>>;
  // An upload that was tried in vain tells its last answer's status in its message only.
  const [, told] = /^Retry limit exceeded - status: (\d{3})/.exec(String(message)) ?? [];
  for (const found of [code, status, told && Number(told)]) {
    if (typeof found === 'number' || (typeof found === 'string' && found)) return found;
  }
  return String(name);
}

/** From the title of a case to what the application saw: `fine`, or {@link codeOf} the failure. */
export type Seen = Readonly<Record<string, number | string>>;

/** Marks the application's span around a case. */
export const caseAttribute = 'case';

/** Names, on that span, the row of the plugin's table that the case is a call of. */
export const rowAttribute = 'row';

const patienceMs = 100_000;

type Choices = Readonly<Record<string, (nth: number) => Names>>;

/**
 * Takes every call with every choice of names, all at once, each in a span of the application. The names are made for each call
 * apart: the scripted server counts by id how often a fault has struck.
 */
export async function useUpAll<Kit extends Tools>(
  calls: Calls<Kit>,
  kit: Kit,
  choices: Choices,
  code: CodeOf = codeOf,
): Promise<Seen> {
  const seen = await Promise.all(casesOf(calls, kit, choices, code).map((take) => take()));
  await kit.settled();
  return Object.fromEntries(seen);
}

/** The same, one after the other: where a fault of one would be felt by all. */
export async function useUpInTurn<Kit extends Tools>(
  calls: Calls<Kit>,
  kit: Kit,
  choices: Choices,
): Promise<Seen> {
  const seen: Record<string, number | string> = {};
  for (const take of casesOf(calls, kit, choices, codeOf)) {
    // oxlint-disable-next-line no-await-in-loop -- see above
    const [title, outcome] = await take();
    seen[title] = outcome;
  }
  await kit.settled();
  return seen;
}

function casesOf<Kit extends Tools>(calls: Calls<Kit>, kit: Kit, choices: Choices, code: CodeOf) {
  return Object.entries(choices).flatMap(([choice, namesFor]) =>
    Object.entries(calls).map(([title, call], nth) => async () => {
      const name = `${choice}: ${title}`;
      const make: typeof call.make = (...given) => {
        const made = call.make(...given);
        kit.trace.getActiveSpan()?.setAttribute(rowAttribute, rowOf(made));
        return made;
      };
      const run = () =>
        Promise.race([useUp({ ...call, make }, kit, namesFor(nth)), kit.delay(patienceMs, 'never over')]);
      const seen = await kit
        .inSpan('case', run, { [caseAttribute]: name })
        .then((late) => late ?? 'fine', code);
      return [name, seen] as const;
    }),
  );
}
