import { AsyncLocalStorage } from 'node:async_hooks';
import { Readable, Writable } from 'node:stream';
import { classesOf, describeKey, describeValue } from './describe.ts';

/** What an application has seen of one call. Compared as a whole, but for `ownKeys`. */
export interface Observation {
  /** In the order in which it happened; what happened several times in a row, once with the number of times. */
  log: string[];
  returned?: unknown;
  /** Of what was returned; apart, because a stream has to be watched somehow. */
  ownKeys?: readonly string[];
  /** The class of what was promised. */
  given?: string;
  result?: unknown;
  error?: unknown;
  argumentsChanged?: boolean;
  /** When the first chunk came after it had been pushed: at once, in the microtask, tick or turn after that, or later. */
  firstChunk?: string;
}

const application = new AsyncLocalStorage<string>();
const watched = new AsyncLocalStorage<Watch>();

/** Whose call what happens now belongs to, as far as Node can tell. */
export const watchedHere = (): Watch | undefined => watched.getStore();

/** Writes down what happens to one call. */
export class Watch {
  readonly seen: Observation = { log: [] };
  #chunkPhase: string | undefined;

  /** Something happened, in the application's own context or in another. */
  note(what: string): void {
    const context = application.getStore() === 'application' ? '' : ' (in another context)';
    const line = what + context;
    const last = this.seen.log.at(-1);
    const [, text = last, times = '1'] = /^(.*) ×(\d+)$/.exec(last ?? '') ?? [];
    if (text === line) this.seen.log[this.seen.log.length - 1] = `${line} ×${Number(times) + 1}`;
    else this.seen.log.push(line);
  }

  /** Makes the call as an application would: in a context of its own, and going on after it. */
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

  /** What a promise has given, to be used further. */
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

/** Sees when chunks reach the streams that are watched; called once, before anything else. */
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
