/** Follows a response that arrives in chunks, which the application reads as a stream or as a whole. */
import type { Call } from '../call/call';
import { cannotFollow, ITERATOR, Reading, READER, type Steps } from './async-iterator';
import { type Interposed, Interposer, interposerByName } from '../objects/interposer';
import type { ChunksAndWhole } from '../plugin-api/operation';

type Thenable = PromiseLike<unknown>;
type Given = { [property: string | symbol]: unknown };

const isFunction = (value: unknown): value is (...args: unknown[]) => unknown => typeof value === 'function';

/** Follows the iterator or reader that a stream's method returns. */
const followReturned =
  (steps: Steps): Interposed<Reading> =>
  (reading, original, target, args) => {
    const result: unknown = original.apply(target, args as unknown[]);
    return typeof result === 'object' && result !== null ? (steps.apply(result, reading) ?? result) : result;
  };

/** A web stream or another async iterable. */
const STREAM = new Interposer<Reading>({
  [Symbol.asyncIterator]: followReturned(ITERATOR),
  values: followReturned(ITERATOR),
  getReader: followReturned(READER),
});

/** Ends the call when the whole has arrived, unless the application reads the chunks. */
const followWhole = (
  call: Call,
  reading: Reading,
  pair: Given,
  { chunks, whole, handlesRejection }: ChunksAndWhole,
): void => {
  const original = pair[whole] as Thenable;
  // The application may drop the chunks and await the whole. Keep them until then, or the call would end as abandoned.
  const kept = new Set([pair[chunks]]);
  const settled = (): boolean => {
    kept.clear();
    return reading.asked;
  };
  const succeeded = (value: unknown): unknown => {
    if (!settled()) reading.whole(call, value);
    return value;
  };
  const failed = (thrown: unknown): void => {
    if (!settled()) reading.fail(call, thrown);
  };
  if (handlesRejection) void original.then(succeeded, failed);
  // A separate branch would count as a handler, and hide the rejection of a promise that the application forgot.
  else
    pair[whole] = original.then(succeeded, (thrown: unknown) => {
      failed(thrown);
      throw thrown;
    });
};

/** Returns the followed chunks, `undefined` if they cannot be followed, or `null` if there are none. */
const followReading = (reading: Reading, chunks: Given): object | undefined | null => {
  if (isFunction(chunks['next'])) return ITERATOR.apply(chunks, reading);
  return isFunction(chunks[Symbol.asyncIterator]) ? STREAM.apply(chunks, reading) : null;
};

/**
 * Follows a result: chunks, a pair of chunks and their whole, or a complete response. Returns what the application
 * should get.
 */
const followGiven = (call: Call, value: unknown): unknown => {
  const { pair } = call.operation;
  const given = Object(value) as Given;
  const chunks = (pair === undefined ? given : Object(given[pair.chunks])) as Given;
  const reading = new Reading(() => call);
  const followed = followReading(reading, chunks);
  if (followed === null) {
    call.succeed(value);
    return value;
  }
  if (followed === undefined || (pair !== undefined && !replace(given, pair.chunks, followed))) {
    cannotFollow(call, value);
    return value;
  }
  reading.begin(followed);
  if (pair === undefined) return followed;
  if (isFunction((given[pair.whole] as Thenable | undefined)?.then)) followWhole(call, reading, given, pair);
  return value;
};

/** Sets a property of the library's object, and returns whether that worked. */
const replace = (target: Given, property: string, value: unknown): boolean =>
  target[property] === value || (!Object.isFrozen(target) && Reflect.set(target, property, value));

/** The same for any value: errors are reported, and the application gets the value unchanged. */
const followSafely = (call: Call, value: unknown): unknown => {
  try {
    return followGiven(call, value);
  } catch (thrown) {
    call.recorder.reporter.report(`what "${call.name}" returned could not be followed`, thrown);
    call.succeed();
    return value;
  }
};

const followSettled = (call: Call, promise: Thenable): Thenable =>
  promise.then(
    (value) => followSafely(call, value),
    (thrown: unknown) => {
      call.fail(thrown);
      throw thrown;
    },
  );

interface Settled {
  readonly call: Call;
  /** Cached, so that the library's method runs only once. */
  promise?: Thenable;
}

/** Follows the `promiseMethod` of a custom thenable. */
const settleOnce = interposerByName<Settled>((settled, original, target, args) => {
  settled.promise ??= followSettled(settled.call, original.apply(target, args as unknown[]) as Thenable);
  return settled.promise;
});

/** Follows a promise of chunks, or of an object with chunks. */
export const followChunks = (call: Call, result: unknown): unknown => {
  const { promiseMethod: method } = call.operation;
  const returned = Object(result) as Given;
  if (method !== undefined && isFunction(returned[method])) {
    const followed = settleOnce(method).apply(returned, { call });
    if (followed === undefined) cannotFollow(call, result);
    return followed ?? result;
  }
  if (isFunction(returned['then'])) return followSettled(call, result as Thenable);
  return followSafely(call, result);
};
