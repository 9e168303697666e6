import { context } from './api';
import type { Call } from './call';
import { type Caller, contextTells, runInside } from './call-context';
import { isAbort } from './errors';
import { override } from './override';
import type { Consumed, Operation } from './plugin';

/** A call and what it has read so far: all that the registry below may hold, or nothing would ever be collected. */
interface Reading {
  readonly call: Call;
  readonly read: Consumed;
}

/** Ends the calls of streams and iterators that were dropped half-way or unread: these emit nothing, ever. */
export const abandoned: FinalizationRegistry<Reading> = new FinalizationRegistry(({ call, read }: Reading) =>
  call.succeed(read),
);

/** What every stream has: the method that its listeners hear from; and, where it is read, what everything passes. */
interface StreamLike {
  listenerCount(event: string | symbol): number;
  emit(event: string | symbol, ...args: unknown[]): boolean;
  push?(chunk: unknown, encoding?: BufferEncoding): boolean;
}

const isStream = (value: unknown): value is StreamLike =>
  typeof (value as StreamLike | undefined)?.emit === 'function';

/** What begins the calls of streams that have not been used yet: of two methods that give the same, the outer. */
const unused = new WeakMap<object, { begun: () => Call | undefined }>();

/** Counts the rows that pass. */
const countRows = (result: StreamLike, read: Consumed, { rows }: Operation): (() => void) => {
  const { push } = result;
  if (push === undefined || rows === false) return () => {};
  const rowsOf = rows as ((chunk: unknown) => number) | undefined;
  return override(result, 'push', function (this: StreamLike, chunk, encoding) {
    if (chunk !== null && chunk !== undefined) {
      read.rows += rowsOf === undefined ? 1 : rowsOf(chunk);
      read.last = chunk;
    }
    return push.call(this, chunk, encoding);
  });
};

/** What a call may end with. */
const LAST_EVENTS: ReadonlySet<string | symbol> = new Set(['end', 'finish', 'error', 'close']);

/**
 * A stream ends its call with its last event, `error` or `close`, whichever comes first; leaving early is no failure.
 * No listener is added, so nothing flows and no error is swallowed because of us. What the stream emits, the
 * application hears in the context in which it asked for the stream.
 *
 * @param begun The call, or what begins it when the stream sends its first request: nothing, if nobody wants it then.
 */
export const followStream = (
  operation: Operation,
  begun: Call | (() => Call | undefined),
  result: unknown,
  caller: Caller,
): unknown => {
  const read: Consumed = { rows: 0, last: undefined, complete: false };
  if (!isStream(result)) {
    if (typeof begun !== 'function') begun.succeed(read);
    return result;
  }
  const { starts } = operation;
  const lazily = typeof begun === 'function' ? { begun } : undefined;
  const inner = unused.get(result);
  if (lazily !== undefined && inner !== undefined) {
    inner.begun = lazily.begun;
    return result;
  }
  if (lazily !== undefined) unused.set(result, lazily);
  const { emit } = result;
  const lastEvent = operation.returns === 'writable' ? 'finish' : 'end';
  let call: Call | undefined;
  const begin = (found: Call | undefined): void => {
    call = found;
    if (found !== undefined) abandoned.register(result, { call: found, read }, found);
  };
  const restores = [countRows(result, read, operation)];
  if (typeof begun !== 'function') begin(begun);
  else if (starts !== undefined && starts in result)
    restores.push(startsWith(result, starts, () => lazily?.begun(), begin));

  const passOn = (stream: StreamLike, event: string | symbol, args: unknown[]): boolean => {
    if (event === starts && call === undefined && lazily !== undefined) {
      begin(lazily.begun());
      if (call !== undefined) return runInside(call, emit, stream, [event, ...args]) as boolean;
    }
    if (event === 'error' && !isAbort(args[0])) call?.fail(args[0]);
    else if (event === lastEvent || event === 'close' || event === 'error') {
      read.complete = event === lastEvent;
      call?.succeed(read);
    }
    if (event === 'close') {
      if (call !== undefined) abandoned.unregister(call);
      for (const restore of restores) restore();
    }
    return caller.runInAsyncScope(emit, stream, event, ...args);
  };
  const asked = context.active();
  // Chunks are many: where one was heard elsewhere, the next are not looked at any more.
  let there = true;
  const emitToCaller = function (this: StreamLike, event: string | symbol, first?: unknown): boolean {
    // `arguments`, because a list of them would cost as much.
    const isChunk = event === 'data' || event === 'readable';
    if (arguments.length > 2 || (!isChunk && (event === starts || LAST_EVENTS.has(event))))
      return passOn(this, event, [...arguments].slice(1));
    // Nobody hears it: it may be told anywhere.
    if (!isChunk && this.listenerCount(event) === 0) return emit.call(this, event, first);
    there &&= contextTells() && context.active() === asked;
    if (arguments.length === 1)
      return there ? emit.call(this, event) : caller.runInAsyncScope(emit, this, event);
    return there ? emit.call(this, event, first) : caller.runInAsyncScope(emit, this, event, first);
  };
  restores.push(override(result, 'emit', emitToCaller));
  return result;
};

/** A step of a stream that sends its requests: all of them run inside its call, which starts with the first. */
const startsWith = (
  result: StreamLike,
  name: string,
  begun: () => Call | undefined,
  begin: (call: Call | undefined) => void,
): (() => void) => {
  const steps = result as unknown as Record<string, (...args: unknown[]) => unknown>;
  const step = steps[name]!;
  let call: Call | undefined;
  return override(steps, name, function (this: unknown, ...args: unknown[]): unknown {
    if (call === undefined) begin((call = begun()));
    return call === undefined || call.ended ? step.apply(this, args) : runInside(call, step, this, args);
  });
};
