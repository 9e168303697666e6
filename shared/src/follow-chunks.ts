import type { Call } from './call';
import { followSteps, ITERATOR, Reading, READER } from './follow-iterator';
import { override } from './override';
import type { ChunksAndWhole } from './plugin';

type Thenable = PromiseLike<unknown>;
type Maker = (...args: unknown[]) => object;

const isFunction = (value: unknown): value is (...args: unknown[]) => unknown => typeof value === 'function';

/** What a stream of the web makes to be read with: each is followed, as what it is. */
const MAKERS = [
  [Symbol.asyncIterator, ITERATOR],
  ['values', ITERATOR],
  ['getReader', READER],
] as const;

const followMakers = (reading: Reading, stream: { [Name in string | symbol]?: unknown }): void => {
  for (const [name, steps] of MAKERS) {
    const make = stream[name];
    if (!isFunction(make)) continue;
    override(stream as { [Name in string | symbol]: Maker }, name, function (this: unknown, ...args) {
      const made = make.apply(this, args) as object;
      followSteps(reading, made, steps);
      return made;
    });
  }
};

/** Ends the call with the whole, unless somebody reads the chunks that it is made of. */
const followWhole = (
  call: Call,
  reading: Reading,
  pair: { [property: string]: unknown },
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

/** Follows what a call has given: chunks, a pair of them and their whole, or an answer that is there at once. */
const followGiven = (call: Call, value: unknown): void => {
  const { pair } = call.operation;
  const given = Object(value) as { [property: string | symbol]: unknown };
  const chunks = (pair === undefined ? given : Object(given[pair.chunks])) as typeof given;
  const reading = new Reading(() => call);
  if (isFunction(chunks['next'])) followSteps(reading, chunks, ITERATOR);
  else if (isFunction(chunks[Symbol.asyncIterator])) followMakers(reading, chunks);
  else {
    call.succeed(value);
    return;
  }
  reading.begin(chunks);
  if (pair !== undefined && isFunction((given[pair.whole] as Thenable | undefined)?.then))
    followWhole(call, reading, given, pair);
};

const settling = (call: Call, promise: Thenable): Thenable =>
  promise.then(
    (value) => {
      call.engine.aside(() => followGiven(call, value));
      return value;
    },
    (thrown: unknown) => {
      call.fail(thrown);
      throw thrown;
    },
  );

/** A call whose promise gives chunks, or what has them. What it gives stays the object that it is. */
export const followChunks = (call: Call, result: unknown): unknown => {
  const { settledBy } = call.operation;
  const asked = Object(result) as { [method: string]: unknown };
  const settle = settledBy === undefined ? undefined : asked[settledBy];
  if (isFunction(settle)) {
    let promise: Thenable | undefined;
    // Once it is over, nobody asks again for what only we would keep.
    override(asked, settledBy!, function (this: unknown, ...args: unknown[]) {
      return (promise ??= settling(call, settle.apply(this, args) as Thenable));
    });
    return result;
  }
  if (isFunction(asked['then'])) return settling(call, result as Thenable);
  followGiven(call, result);
  return result;
};
