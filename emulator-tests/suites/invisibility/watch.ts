import { AsyncLocalStorage } from 'node:async_hooks';
import { Readable, Writable } from 'node:stream';
import { classesOf, describeKey, describeValue } from './describe.ts';

/** What an application has seen of one call. Compared as a whole, except for `ownKeys`. */
export interface Observation {
  /** Events in their order. Repeated events are counted. */
  log: string[];
  returned?: unknown;
  /** The own keys of the result. Separate, because observing a stream adds some. */
  ownKeys?: readonly string[];
  /** The class of the promise's result. */
  given?: string;
  result?: unknown;
  error?: unknown;
  /** Nothing came while the observer waited. Not in the log: when that wait ends is no event of the call. */
  late?: true;
  argumentsChanged?: boolean;
  /** When the first chunk came after it was pushed: synchronously, in the next microtask, tick or turn, or later. */
  firstChunk?: string;
}

const application = new AsyncLocalStorage<string>();
const watched = new AsyncLocalStorage<Watch>();

/** The call that the current async context belongs to. */
export const watchedHere = (): Watch | undefined => watched.getStore();

/** Records what happens during one call. */
export class Watch {
  readonly seen: Observation = { log: [] };
  #chunkPhase: string | undefined;

  /** Records an event, and whether it happened in the application's context. */
  note(what: string): void {
    const context = application.getStore() === 'application' ? '' : ' (in another context)';
    const line = what + context;
    const last = this.seen.log.at(-1);
    const [, text = last, times = '1'] = /^(.*) ×(\d+)$/.exec(last ?? '') ?? [];
    if (text === line) this.seen.log[this.seen.log.length - 1] = `${line} ×${Number(times) + 1}`;
    else this.seen.log.push(line);
  }

  /** Makes the call as an application would, in its own context. */
  async call(work: () => unknown): Promise<void> {
    const all = async () => {
      try {
        await work();
      } catch (error) {
        this.note('failed');
        this.failed(error);
      }
    };
    await watched.run(this, () => application.run('application', all));
  }

  returned(value: unknown): void {
    this.note('returned');
    queueMicrotask(() => this.note('microtask'));
    process.nextTick(() => this.note('tick'));
    setImmediate(() => this.note('turn'));
    if (value instanceof Readable) {
      this.seen.returned = describeStream(value);
      chunkWatches.set(value, this);
    } else if (value instanceof Writable) {
      this.seen.returned = describeSink(value);
    } else if (value instanceof Promise) {
      this.seen.returned = Object.getPrototypeOf(value) === Promise.prototype ? 'native promise' : 'promise';
    } else this.seen.returned = typeof value === 'object' && value ? classesOf(value) : typeof value;
    if (typeof value === 'function') this.seen.ownKeys = [`name=${value.name}`, `length=${value.length}`];
    else if (typeof value === 'object' && value !== null) this.seen.ownKeys = keysOf(value);
  }

  /** Records a promise's result, and returns it. */
  given<Value extends object>(value: Value): Value {
    this.note('given');
    this.seen.given = classesOf(value);
    this.seen.ownKeys = keysOf(value);
    return value;
  }

  failed(error: unknown, own?: unknown): void {
    this.seen.error = own !== undefined && error === own ? "the application's own" : describeValue(error);
  }

  pushed(): void {
    if (this.#chunkPhase !== undefined) return;
    this.#chunkPhase = 'at once';
    queueMicrotask(() => (this.#chunkPhase = 'microtask'));
    process.nextTick(() => (this.#chunkPhase = 'tick'));
    setImmediate(() => (this.#chunkPhase = 'turn'));
  }

  chunk(): void {
    this.note('data');
    if (this.#chunkPhase !== undefined) this.seen.firstChunk ??= this.#chunkPhase;
  }
}

const keysOf = (value: object) =>
  Reflect.ownKeys(value)
    .map((key) => describeKey(value, key))
    .toSorted();

const chunkWatches = new WeakMap<object, Watch>();
const push: (this: Readable, chunk: unknown, encoding?: BufferEncoding) => boolean = Reflect.get(
  Readable.prototype,
  'push',
);

/** Observes when chunks reach watched streams. Called once, before anything else. */
export function watchChunks(): void {
  Readable.prototype.push = function (this: Readable, chunk: unknown, encoding?: BufferEncoding) {
    chunkWatches.get(this)?.pushed();
    return push.call(this, chunk, encoding);
  };
}

function describeSink(sink: Writable): object {
  const listeners = sink.eventNames().map((event) => [String(event), sink.listenerCount(event)]);
  return {
    is: classesOf(sink),
    highWaterMark: sink.writableHighWaterMark,
    needDrain: sink.writableNeedDrain,
    listeners: Object.fromEntries(listeners),
  };
}

function describeStream(stream: Readable): object {
  return {
    is: classesOf(stream),
    flowing: stream.readableFlowing,
    objectMode: stream.readableObjectMode,
    highWaterMark: stream.readableHighWaterMark,
    listeners: Object.fromEntries(
      stream.eventNames().map((event) => [String(event), stream.listenerCount(event)]),
    ),
  };
}
