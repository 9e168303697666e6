import type { Tools } from '../harness/scenario.ts';

/** What a caller chooses: an id of the scripted server's vocabulary, a canary, or nothing special. */
export interface Names {
  /** Of a document, and of the document that a collection is below. */
  readonly id: string;
  /** Of a collection group, where an id can only stand there. */
  readonly group: string;
  readonly field: string;
  readonly value: string;
}

/** The scripted server's documents have this field: a client that goes on after a lost stream needs what it orders by. */
export const plainNames: Names = { id: 'a', group: 'rows_5', field: 'title', value: 'a' };

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
}

/** A call of a client's public method; each suite makes it in its own way. */
export interface Call<Kit> {
  readonly returns: 'promise' | 'stream' | 'iterator' | 'subscription';
  readonly make: (kit: Kit, names: Names, listeners: Listeners) => Made;
  /** Its span tells what became of a request, not of the single write that the promise is for. */
  readonly batched?: true;
}

export type Calls<Kit> = Readonly<Record<string, Call<Kit>>>;

export const isolated: Listeners = { hear: () => {}, fail: () => {} };

export function perform({ target, method, args }: Made): unknown {
  const called: unknown = Reflect.get(target, method);
  if (typeof called !== 'function') throw new TypeError(`no method ${method}`);
  return Reflect.apply(called, target, args);
}

/** Makes a call and takes all that it gives, as an ordinary application would; of a subscription what comes in half a second. */
export async function useUp<Kit>({ returns, make }: Call<Kit>, kit: Kit, names: Names): Promise<void> {
  if (returns === 'subscription') return untilQuiet((listeners) => perform(make(kit, names, listeners)));
  const made = make(kit, names, isolated);
  const result = perform(made);
  const outcome = returns === 'promise' ? Promise.resolve(result) : readAll(result as AsyncIterable<unknown>);
  // Whoever waits for `after` hears of a failure later: it must have a handler by then.
  outcome.catch(() => {});
  await made.after?.();
  await outcome;
}

async function readAll(rows: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of rows);
}

function untilQuiet(subscribe: (listeners: Listeners) => unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => resolve((stop as () => void)());
    let heard = 0;
    const hear = () => {
      if (++heard === 1) setTimeout(end, 500);
    };
    const stop = subscribe({ hear, fail: reject });
  });
}

/** The number that a client's error has for its code, or else the error's name. */
export function codeOf(error: unknown): number | string {
  const { code, name } = Object(error) as { code?: unknown; name?: unknown };
  return typeof code === 'number' ? code : String(name);
}

/** From the title of a case to what the application saw: `fine`, or {@link codeOf} the failure. */
export type Seen = Readonly<Record<string, number | string>>;

/** Marks the application's span around a case. */
export const caseAttribute = 'case';

const patienceMs = 25_000;

type Choices = Readonly<Record<string, (nth: number) => Names>>;

/**
 * Takes every call with every choice of names, all at once, each in a span of the application. The names are made for each call
 * apart: the scripted server counts by id how often a fault has struck.
 */
export async function useUpAll<Kit extends Tools>(
  calls: Calls<Kit>,
  kit: Kit,
  choices: Choices,
): Promise<Seen> {
  const seen = await Promise.all(casesOf(calls, kit, choices).map((take) => take()));
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
  for (const take of casesOf(calls, kit, choices)) {
    // oxlint-disable-next-line no-await-in-loop -- see above
    const [title, outcome] = await take();
    seen[title] = outcome;
  }
  await kit.settled();
  return seen;
}

function casesOf<Kit extends Tools>(calls: Calls<Kit>, kit: Kit, choices: Choices) {
  return Object.entries(choices).flatMap(([choice, namesFor]) =>
    Object.entries(calls).map(([title, call], nth) => async () => {
      const name = `${choice}: ${title}`;
      const run = () => Promise.race([useUp(call, kit, namesFor(nth)), kit.delay(patienceMs, 'never over')]);
      const seen = await kit
        .inSpan('case', run, { [caseAttribute]: name })
        .then((late) => late ?? 'fine', codeOf);
      return [name, seen] as const;
    }),
  );
}
