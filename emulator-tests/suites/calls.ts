import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Tools } from '../harness/scenario.ts';
import { rowOf } from './rows.ts';

/** The names that a call uses: fault ids of the scripted server, canaries, or plain names. */
export interface Names {
  /** The id of a document, of a collection's parent document, or of an object. */
  readonly id: string;
  /** The name of a collection group, bucket or project, for calls without another name. */
  readonly group: string;
  /** A field of a document's data or an object's metadata. */
  readonly field: string;
  /** The value of such a field, or the content of an object. */
  readonly value: string;
}

/** The scripted server's documents have this field, by which a client orders when it resumes a lost stream. */
export const plainNames: Names = { id: 'a', group: 'rows_5', field: 'title', value: 'a' };

/** A remark of a suite about a call, passed to the function that gets the call's arguments. */
export class Remark {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** The functions that a subscription gets. */
export interface Listeners {
  readonly hear: (...given: unknown[]) => void;
  readonly fail: (error: unknown) => void;
}

/** A call to make: `target[method](...args)`. */
export interface Made {
  readonly target: object;
  readonly method: string;
  readonly args: unknown[];
  /** Sends what the call only queued. */
  readonly after?: () => unknown;
  /** The content for a writable stream. */
  readonly content?: Iterable<Uint8Array>;
}

type Returns = Call<unknown>['returns'];

/** A response that has both chunks and a promise of the whole. */
export interface Pair {
  readonly stream: AsyncGenerator;
  readonly response: Promise<unknown>;
}

/** A call of a client's public method. Each suite makes it in its own way. */
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
  /** Whether a call that returns a promise also takes a callback. */
  readonly takesCallback?: true;
  readonly make: (kit: Kit, names: Names, listeners: Listeners) => Made;
  /** Its span is that of a request, while the promise is for a single write. */
  readonly batched?: true;
}

export type Calls<Kit> = Readonly<Record<string, Call<Kit>>>;

/** The calls, plus one with a callback for each call that takes one. */
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

/** Makes a call and consumes its result, as an ordinary application would. Of a subscription, two deliveries or three seconds. */
export async function useUp<Kit>({ returns, make }: Call<Kit>, kit: Kit, names: Names): Promise<void> {
  if (returns === 'subscription') return untilQuiet((listeners) => perform(make(kit, names, listeners)));
  const made = make(kit, names, isolated);
  const outcome = returns === 'callback' ? calledBack(made) : takeAll(returns, made, perform(made));
  // `after` is awaited first, so the failure needs a handler until then.
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
  // The failure is seen when the chunks are read.
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

/** Identifies an error: see {@link codeOf}. */
type CodeOf = (error: unknown) => number | string;

/** The code of a client's error, else the status of its response, else its name. */
export function codeOf(error: unknown): number | string {
  const { code, status, message, name } = Object(error) as Readonly<Record<string, unknown>>;
  // An upload whose retries failed has the last response's status only in its message.
  const [, told] = /^Retry limit exceeded - status: (\d{3})/.exec(String(message)) ?? [];
  for (const found of [code, status, told && Number(told)]) {
    if (typeof found === 'number' || (typeof found === 'string' && found)) return found;
  }
  return String(name);
}

/** What the application saw, by the title of the case: `fine`, or {@link codeOf} the failure. */
export type Seen = Readonly<Record<string, number | string>>;

/** Marks the application's span around a case. */
export const caseAttribute = 'case';

/** The row of the plugin's table that the case calls, as an attribute of that span. */
export const rowAttribute = 'row';

const patienceMs = 100_000;

type Choices = Readonly<Record<string, (nth: number) => Names>>;

/**
 * Makes every call with every choice of names, concurrently, each in a span of the application. The names are made for each call,
 * because the scripted server counts faults by id.
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

/** The same, one after the other, for faults that would affect other calls. */
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
