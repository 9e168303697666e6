/** Intercepts `emit` and `push` of Node.js streams, at little cost for each chunk. */
import { types } from 'node:util';
import type { Caller } from '../call/caller';
import { USE_NODE_EMIT, chunkListener, ifNativeEmit } from './chunk-listener';
import { PrivateFieldHost } from '../objects/private-field-host';

export type Emit = (event: string | symbol, ...args: unknown[]) => boolean;
export type Push = (chunk: unknown, encoding?: BufferEncoding) => boolean;

/** A stream. Only readable streams have `push`, through which every chunk passes. */
export interface StreamLike {
  listenerCount(event: string | symbol): number;
  emit: Emit;
  push?: Push;
}

export const isStream = (value: unknown): value is StreamLike =>
  typeof (value as StreamLike | undefined)?.emit === 'function';

/** Gets each chunk that is pushed into a stream. */
export interface Counter {
  pushed(chunk: unknown): void;
}

/** Gets the events of a stream before its listeners. */
export interface EmitObserver {
  /** The caller in whose context chunks must be emitted, once a chunk was found to be emitted in another. */
  readonly chunksGoTo: Caller | undefined;
  /** Whether `onEvent` must see the event. */
  handles(event: string | symbol): boolean;
  /** The caller in whose context listeners must run, unless the current context is right. */
  callerIfElsewhere(): Caller | undefined;
  /** Called for an event that it handles, or that has several arguments. Must pass it on with `emit`. */
  onEvent(emit: Emit, stream: StreamLike, event: string | symbol, args: readonly unknown[]): boolean;
}

/*
 * V8 inlines the read of a private field only if it has seen nothing but streams that have the field. So `is` is a
 * separate method from `observerOf`, which saves a third of the cost of each chunk.
 */

/** Stores the observer in a private field of the stream. */
class ObservedStream extends PrivateFieldHost {
  #observer: EmitObserver;

  private constructor(stream: object, observer: EmitObserver) {
    super(stream);
    this.#observer = observer;
  }

  static by(stream: object, observer: EmitObserver): void {
    // oxlint-disable-next-line no-new -- the constructor adds the field to `stream`
    new ObservedStream(stream, observer);
  }

  static is(stream: object): boolean {
    return #observer in stream;
  }

  static observerOf(stream: object): EmitObserver | undefined {
    return #observer in stream ? stream.#observer : undefined;
  }
}

/** Stores the counter in a private field of the stream. */
class CountedStream extends PrivateFieldHost {
  #counter: Counter;

  private constructor(stream: object, counter: Counter) {
    super(stream);
    this.#counter = counter;
  }

  static by(stream: object, counter: Counter): void {
    // oxlint-disable-next-line no-new -- the constructor adds the field to `stream`
    new CountedStream(stream, counter);
  }

  static is(stream: object): boolean {
    return #counter in stream;
  }

  static counterOf(stream: object): Counter | undefined {
    return #counter in stream ? stream.#counter : undefined;
  }
}

type Find<Found> = (stream: object) => Found | undefined;

/** An `emit` that overrides that of `base`. Chunks are frequent, so they are checked first and skip other checks. */
const overrideEmit = (base: Pick<StreamLike, 'emit'>, find: Find<EmitObserver>): Emit => {
  const nativeEmit = ifNativeEmit(base.emit);
  const notifyObserver = function (this: StreamLike, event: string | symbol, ...args: unknown[]): boolean {
    return find(this)!.onEvent(base.emit, this, event, args);
  };
  /* oxlint-disable prefer-rest-params -- passing `arguments` on unchanged does not allocate an array for each event */
  return function (this: StreamLike, event: string | symbol, first?: unknown): boolean {
    const observer = find(this);
    if (observer === undefined) return Reflect.apply(base.emit, this, arguments) as boolean;
    const { length } = arguments;
    if (event === 'data' && length === 2) {
      const listener = base.emit === nativeEmit ? chunkListener(this) : USE_NODE_EMIT;
      if (listener === undefined) return false;
      const caller = observer.chunksGoTo;
      if (caller !== undefined && listener !== USE_NODE_EMIT) {
        caller.runInAsyncScope(listener, this, first);
        return true;
      }
    }
    const isChunk = event === 'data' || event === 'readable';
    if (length > 2 || (!isChunk && observer.handles(event)))
      return Reflect.apply(notifyObserver, this, arguments) as boolean;
    // The context only matters to listeners.
    const caller = isChunk || this.listenerCount(event) > 0 ? observer.callerIfElsewhere() : undefined;
    if (caller === undefined) return Reflect.apply(base.emit, this, arguments) as boolean;
    return length === 1
      ? caller.runInAsyncScope(base.emit, this, event)
      : caller.runInAsyncScope(base.emit, this, event, first);
  };
  /* oxlint-enable prefer-rest-params */
};

const overridePush = (base: Pick<StreamLike, 'push'>, find: Find<Counter>): Push =>
  function (this: StreamLike, chunk, encoding) {
    if (chunk !== null && chunk !== undefined) find(this)?.pushed(chunk);
    return base.push!.call(this, chunk, encoding);
  };

/** Derived prototypes, by their base. */
type Derived = WeakMap<object, object>;

const withEmit: Derived = new WeakMap();
const withPush: Derived = new WeakMap();

/** Defines a method that is not enumerable, like that of a class, unless the object has an enumerable one. */
const define = <Name extends 'emit' | 'push'>(target: object, name: Name, value: StreamLike[Name]): void => {
  const { enumerable = false } = Object.getOwnPropertyDescriptor(target, name) ?? {};
  Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable });
};

/** Inserts a prototype that overrides a method. Streams of the same class share it. */
const derive = <Name extends 'emit' | 'push'>(
  stream: StreamLike,
  known: Derived,
  name: Name,
  method: (base: StreamLike) => StreamLike[Name],
): void => {
  const prototype = Object.getPrototypeOf(stream) as StreamLike;
  let derived = known.get(prototype);
  if (derived === undefined) {
    derived = Object.create(prototype) as StreamLike;
    define(derived, name, method(prototype));
    known.set(prototype, derived);
  }
  Object.setPrototypeOf(stream, derived);
};

/** Whether a stream can be observed. A frozen one cannot, nor can a Proxy, because its target emits without it. */
export const canBeObserved = (stream: StreamLike): boolean =>
  !types.isProxy(stream) &&
  Object.isExtensible(stream) &&
  Object.getOwnPropertyDescriptor(stream, 'emit')?.configurable !== false;

/**
 * Lets `observer` see the events of a stream. A prototype with another `emit` is inserted between the stream and its
 * class: V8 treats methods of a prototype as constants, which makes each chunk a third cheaper than a method of the
 * object, and the stream gets no property. An own `emit` of the stream is replaced on the stream.
 */
export const observe = (stream: StreamLike, observer: EmitObserver): void => {
  const { emit } = stream;
  if (Object.hasOwn(stream, 'emit'))
    define(
      stream,
      'emit',
      overrideEmit({ emit }, () => observer),
    );
  else if (ObservedStream.is(stream))
    derive(stream, new WeakMap(), 'emit', (base) => overrideEmit(base, () => observer));
  else {
    ObservedStream.by(stream, observer);
    derive(stream, withEmit, 'emit', (base) => overrideEmit(base, ObservedStream.observerOf));
  }
};

/** Lets `counter` see each chunk that is pushed into a stream, by overriding `push` in the same way. */
export const countPushed = (stream: StreamLike, counter: Counter): void => {
  const { push } = stream;
  if (push === undefined) return;
  if (Object.hasOwn(stream, 'push'))
    define(
      stream,
      'push',
      overridePush({ push }, () => counter),
    );
  else if (CountedStream.is(stream))
    derive(stream, new WeakMap(), 'push', (base) => overridePush(base, () => counter));
  else {
    CountedStream.by(stream, counter);
    derive(stream, withPush, 'push', (base) => overridePush(base, CountedStream.counterOf));
  }
};
