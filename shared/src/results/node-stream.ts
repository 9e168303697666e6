import { context } from '../telemetry/otel-api';
import type { Call } from '../call/call';
import { contextTells, runInside } from '../call/active-call';
import type { Caller } from '../call/caller';
import { isAbort } from '../telemetry/errors';
import { interposerByName } from '../objects/interposer';
import type { Consumed, Operation } from '../plugin-api/operation';
import {
  canBeHeard,
  countPushed,
  type Counter,
  type Emit,
  hear,
  type EmitObserver,
  isStream,
  type StreamLike,
} from './stream-events';

/** A call and what it has read so far: all that the registry below may hold, or nothing would ever be collected. */
interface Reading {
  readonly call: Call;
  readonly read: Consumed;
}

/** Ends the calls of streams and iterators that were dropped half-way or unread: these emit nothing, ever. */
export const abandoned: FinalizationRegistry<Reading> = new FinalizationRegistry(({ call, read }: Reading) =>
  call.succeed(read),
);

/** What begins the calls of streams that have not been used yet: of two methods that give the same, the outer. */
const unused = new WeakMap<object, Followed>();

/** What a call may end with. */
const LAST_EVENTS: ReadonlySet<string | symbol> = new Set(['end', 'finish', 'error', 'close']);

type Begin = () => Call | undefined;

const NOT_HEARD =
  'a stream of the library is frozen, or a Proxy: its span ends where it was returned, and says nothing of what is read';

const nothingRead = (): Consumed => ({ rows: 0, last: undefined, complete: false });

/** What the engine knows of a stream: its call, which ends with the last event, and what has been read. */
class Followed implements EmitObserver, Counter {
  /** What begins its call, until it is wanted. */
  begins: Begin | undefined;
  private call: Call | undefined;
  private readonly read = nothingRead();
  private readonly rowsOf: ((chunk: unknown) => number) | undefined;
  private readonly lastEvent: string;
  private readonly asked = context.active();
  /** Chunks are many: where one was heard elsewhere, the next are not looked at any more. */
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

  /** A row's function may fall over what a server sends; the stream goes on. */
  private countRows(rowsOf: (chunk: unknown) => number, chunk: unknown): void {
    try {
      this.read.rows += rowsOf(chunk);
    } catch (thrown) {
      this.call?.recorder.reporter.report('the rows of a chunk could not be counted', thrown);
    }
  }

  callerIfElsewhere(): Caller | undefined {
    if (this.chunksGoTo === undefined && !(contextTells() && context.active() === this.asked))
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
    this.ends(event, args[0]);
    return this.caller.runInAsyncScope(emit, stream, event, ...args);
  }

  private ends(event: string | symbol, reason: unknown): void {
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
 * A stream ends its call with its last event, `error` or `close`, whichever comes first; leaving early is no failure.
 * No listener is added, so nothing flows and no error is swallowed because of us. What the stream emits, the
 * application hears in the context in which it asked for the stream.
 *
 * @param begun The call, or what begins it when the stream sends its first request: nothing, if nobody wants it then.
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
  if (!canBeHeard(result)) {
    const call = typeof begun === 'function' ? begun() : begun;
    call?.recorder.reporter.report(NOT_HEARD);
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
  hear(result, followed);
  if (operation.rows !== false) countPushed(result, followed);
  return result;
};

interface Starting {
  readonly followed: Followed;
  call?: Call | undefined;
}

/** The step of a stream that sends its requests: each runs inside the call, which starts with the first. */
const startsWith = interposerByName<Starting>((starting, step, target, args) => {
  const { followed } = starting;
  const { begins } = followed;
  if (starting.call === undefined && begins !== undefined)
    starting.call = followed.begin(target as object, begins());
  const { call } = starting;
  return call === undefined || call.ended
    ? step.apply(target, args as unknown[])
    : runInside(call, step, target, args);
});
