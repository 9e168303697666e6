/** Follows Node.js streams: the call ends with the stream's last event, or when the stream is garbage collected. */
import { context } from '../telemetry/otel-api';
import type { Call } from '../call/call';
import { contextIdentifiesCall, runInside } from '../call/active-call';
import type { Caller } from '../call/caller';
import { isAbort } from '../telemetry/errors';
import { interposerByName } from '../objects/interposer';
import type { Consumed, Operation } from '../plugin-api/operation';
import {
  canBeObserved,
  countPushed,
  type Counter,
  type Emit,
  observe,
  type EmitObserver,
  isStream,
  type StreamLike,
} from './stream-events';

/** Held by the registry below. It must not refer to the stream, which could then never be collected. */
interface Reading {
  readonly call: Call;
  readonly read: Consumed;
}

/** Ends the calls of streams and iterators that were dropped before their end: they never emit another event. */
export const abandoned: FinalizationRegistry<Reading> = new FinalizationRegistry(({ call, read }: Reading) =>
  call.succeed(read),
);

/** Streams whose call has not begun. If two traced methods return the same stream, the call is that of the outer one. */
const unused = new WeakMap<object, Followed>();

/** The events that can end a call. */
const LAST_EVENTS: ReadonlySet<string | symbol> = new Set(['end', 'finish', 'error', 'close']);

type Begin = () => Call | undefined;

const NOT_FOLLOWED =
  'a stream of the library is frozen, or a Proxy: its span ends where it was returned, and says nothing of what is read';

const nothingRead = (): Consumed => ({ rows: 0, last: undefined, complete: false });

/** The state of a followed stream: its call, and what has been read. */
class Followed implements EmitObserver, Counter {
  /** Begins the call. `undefined` once the call has begun. */
  begins: Begin | undefined;
  private call: Call | undefined;
  private readonly read = nothingRead();
  private readonly rowsOf: ((chunk: unknown) => number) | undefined;
  private readonly lastEvent: string;
  private readonly createdIn = context.active();
  /** Once one chunk was emitted in another context, later ones are not checked: there may be many. */
  chunksGoTo: Caller | undefined;

  constructor(
    private readonly operation: Operation,
    private readonly caller: Caller,
  ) {
    const { rows, returns } = operation;
    this.rowsOf = rows === false ? undefined : (rows as typeof this.rowsOf);
    this.lastEvent = returns === 'writable' ? 'finish' : 'end';
  }

  begin(stream: object, call: Call | undefined): Call | undefined {
    this.begins = undefined;
    this.call = call;
    if (call !== undefined) abandoned.register(stream, { call, read: this.read }, call);
    return call;
  }

  pushed(chunk: unknown): void {
    if (this.rowsOf === undefined) this.read.rows++;
    else this.countRows(this.rowsOf, chunk);
    this.read.last = chunk;
  }

  /** The row's function may throw on unexpected data. That must not break the stream. */
  private countRows(rowsOf: (chunk: unknown) => number, chunk: unknown): void {
    try {
      this.read.rows += rowsOf(chunk);
    } catch (thrown) {
      this.call?.recorder.reporter.report('the rows of a chunk could not be counted', thrown);
    }
  }

  callerIfElsewhere(): Caller | undefined {
    if (this.chunksGoTo === undefined && !(contextIdentifiesCall() && context.active() === this.createdIn))
      this.chunksGoTo = this.caller;
    return this.chunksGoTo;
  }

  handles(event: string | symbol): boolean {
    return event === this.operation.starts || LAST_EVENTS.has(event);
  }

  onEvent(emit: Emit, stream: StreamLike, event: string | symbol, args: readonly unknown[]): boolean {
    if (event === this.operation.starts && this.begins !== undefined) {
      const call = this.begin(stream, this.begins());
      if (call !== undefined) return runInside(call, emit, stream, [event, ...args]) as boolean;
    }
    this.endOn(event, args[0]);
    return this.caller.runInAsyncScope(emit, stream, event, ...args);
  }

  private endOn(event: string | symbol, reason: unknown): void {
    const { call, read } = this;
    if (call === undefined) return;
    if (event === 'error' && !isAbort(reason)) call.fail(reason);
    else if (event === this.lastEvent || event === 'close' || event === 'error') {
      read.complete = event === this.lastEvent;
      call.succeed(read);
    }
    if (event === 'close') abandoned.unregister(call);
  }
}

/**
 * Ends the call with the stream's last event, `error` or `close`, whichever comes first. Leaving a stream early is not a
 * failure. No listener is added, because that could start the flow of data or swallow an error. The application's
 * listeners run in the context in which it called the method.
 *
 * @param begun the call, or a function that begins it with the stream's first request, if tracing is on by then
 */
export const followStream = (
  operation: Operation,
  begun: Call | Begin,
  result: unknown,
  caller: Caller,
): unknown => {
  if (!isStream(result)) {
    if (typeof begun !== 'function') begun.succeed(nothingRead());
    return result;
  }
  if (!canBeObserved(result)) {
    const call = typeof begun === 'function' ? begun() : begun;
    call?.recorder.reporter.report(NOT_FOLLOWED);
    call?.succeed(nothingRead());
    return result;
  }
  const followed = new Followed(operation, caller);
  if (typeof begun !== 'function') followed.begin(result, begun);
  else {
    const inner = unused.get(result);
    if (inner !== undefined) {
      inner.begins &&= begun;
      return result;
    }
    followed.begins = begun;
    unused.set(result, followed);
    if (operation.starts !== undefined && operation.starts in result)
      startsWith(operation.starts).apply(result, { followed });
  }
  observe(result, followed);
  if (operation.rows !== false) countPushed(result, followed);
  return result;
};

interface Starting {
  readonly followed: Followed;
  call?: Call | undefined;
}

/** Follows the method with which a stream sends requests: it runs inside the call, which begins with the first. */
const startsWith = interposerByName<Starting>((starting, original, target, args) => {
  const { followed } = starting;
  const { begins } = followed;
  if (starting.call === undefined && begins !== undefined)
    starting.call = followed.begin(target as object, begins());
  const { call } = starting;
  return call === undefined || call.ended
    ? original.apply(target, args as unknown[])
    : runInside(call, original, target, args);
});
