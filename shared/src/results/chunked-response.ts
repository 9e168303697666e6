import type { Call } from '../call/call';
import { cannotFollow, ITERATOR, Reading, READER, type Steps } from './async-iterator';
import { type Interposed, Interposer, interposerByName } from '../objects/interposer';
import type { ChunksAndWhole } from '../plugin-api/operation';

type Thenable = PromiseLike<unknown>;
type Given = { [property: string | symbol]: unknown };

const isFunction = (value: unknown): value is (...args: unknown[]) => unknown => typeof value === 'function';

/** Follows what this method of a stream returns. */
const makes =
  (steps: Steps): Interposed<Reading> =>
  (reading, original, target, args) => {
    const made: unknown = original.apply(target, args as unknown[]);
    return typeof made === 'object' && made !== null ? (steps.apply(made, reading) ?? made) : made;
  };

/** A stream of the web, or something else to iterate over. */
const STREAM = new Interposer<Reading>({
  [Symbol.asyncIterator]: makes(ITERATOR),
  values: makes(ITERATOR),
  getReader: makes(READER),
});

/** Ends the call with the whole, unless somebody reads the chunks that it is made of. */
const followWhole = (
  call: Call,
  reading: Reading,
  pair: Given,
  { chunks, whole, isHeard }: ChunksAndWhole,
): void => {
  const original = pair[whole] as Thenable;
  // Dropping the chunks alone is not leaving: they are kept until the whole is there.
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
  if (isHeard) void original.then(succeeded, failed);
  // A branch beside it would hide the rejection of a promise that the application forgot.
  else
    pair[whole] = original.then(succeeded, (thrown: unknown) => {
      failed(thrown);
      throw thrown;
    });
};

/** Chunks that are followed, `undefined` where they cannot be, `null` if there are none to follow. */
const followReading = (reading: Reading, chunks: Given): object | undefined | null => {
  if (isFunction(chunks['next'])) return ITERATOR.apply(chunks, reading);
  return isFunction(chunks[Symbol.asyncIterator]) ? STREAM.apply(chunks, reading) : null;
};

/**
 * Follows what a call has given: chunks, a pair of them and their whole, or an answer that is there at once. Returns
 * what the application should get.
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

/** Puts a value into an object of the library, if it takes it. */
const replace = (target: Given, property: string, value: unknown): boolean =>
  target[property] === value || (!Object.isFrozen(target) && Reflect.set(target, property, value));

/** The same, for whatever a library gives. */
const followSafely = (call: Call, value: unknown): unknown => {
  try {
    return followGiven(call, value);
  } catch (thrown) {
    call.recorder.reporter.report(`what "${call.name}" returned could not be followed`, thrown);
    call.succeed();
    return value;
  }
};

const settling = (call: Call, promise: Thenable): Thenable =>
  promise.then(
    (value) => followSafely(call, value),
    (thrown: unknown) => {
      call.fail(thrown);
      throw thrown;
    },
  );

interface Settled {
  readonly call: Call;
  /** Once it is over, nobody asks the library again for what only we would keep. */
  promise?: Thenable;
}

/** The method that settles a promise of a library's own. */
const settlesOnce = interposerByName<Settled>((settled, original, target, args) => {
  settled.promise ??= settling(settled.call, original.apply(target, args as unknown[]) as Thenable);
  return settled.promise;
});

/** A call whose promise gives chunks, or what has them. */
export const followChunks = (call: Call, result: unknown): unknown => {
  const { promiseMethod: method } = call.operation;
  const asked = Object(result) as Given;
  if (method !== undefined && isFunction(asked[method])) {
    const followed = settlesOnce(method).apply(asked, { call });
    if (followed === undefined) cannotFollow(call, result);
    return followed ?? result;
  }
  if (isFunction(asked['then'])) return settling(call, result as Thenable);
  return followSafely(call, result);
};
