import { types } from 'node:util';
import type { Caller } from '../call/caller';
import { ASK_NODE, chunkListener, ifNativeEmit } from './chunk-listener';
import { PrivateFieldHost } from '../objects/private-field-host';

export type Emit = (event: string | symbol, ...args: unknown[]) => boolean;
export type Push = (chunk: unknown, encoding?: BufferEncoding) => boolean;

/** What every stream has: the method that its listeners hear from; and, where it is read, what everything passes. */
export interface StreamLike {
  listenerCount(event: string | symbol): number;
  emit: Emit;
  push?: Push;
}

export const isStream = (value: unknown): value is StreamLike =>
  typeof (value as StreamLike | undefined)?.emit === 'function';

/** Sees each chunk that is pushed into a stream. */
export interface Counter {
  pushed(chunk: unknown): void;
}

/** Hears all that a stream emits before its listeners do, and passes it on to them with `emit`. */
export interface EmitObserver {
  /** Where chunks are to be heard, once it is known that they come elsewhere. */
  readonly chunksGoTo: Caller | undefined;
  /** Whether the event means something to it. */
  handles(event: string | symbol): boolean;
  /** Where listeners are to hear, if not where this is asked. */
  callerIfElsewhere(): Caller | undefined;
  /** An event that it minds, or one of many words: it passes it on. */
  onEvent(emit: Emit, stream: StreamLike, event: string | symbol, args: readonly unknown[]): boolean;
}

/*
 * The compiler puts the reading of a private field together with the rest only where it has seen it on nothing but
 * streams that have the field. So whether a stream has one yet is asked elsewhere: that saves each chunk a third.
 */

/** Who hears a stream, on the stream itself. */
class Heard extends PrivateFieldHost {
  #observer: EmitObserver;

  private constructor(stream: object, observer: EmitObserver) {
    super(stream);
    this.#observer = observer;
  }

  static by(stream: object, observer: EmitObserver): void {
    // oxlint-disable-next-line no-new -- what it makes is a field
    new Heard(stream, observer);
  }

  static is(stream: object): boolean {
    return #observer in stream;
  }

  static observerOf(stream: object): EmitObserver | undefined {
    return #observer in stream ? stream.#observer : undefined;
  }
}

/** Who counts what is pushed into a stream, on the stream itself. */
class Counted extends PrivateFieldHost {
  #counter: Counter;

  private constructor(stream: object, counter: Counter) {
    super(stream);
    this.#counter = counter;
  }

  static by(stream: object, counter: Counter): void {
    // oxlint-disable-next-line no-new -- what it makes is a field
    new Counted(stream, counter);
  }

  static is(stream: object): boolean {
    return #counter in stream;
  }

  static counterOf(stream: object): Counter | undefined {
    return #counter in stream ? stream.#counter : undefined;
  }
}

type Find<Party> = (stream: object) => Party | undefined;

/** Chunks are many, so they come first, and pass by what would only be asked in vain. */
const emitAbove = (above: Pick<StreamLike, 'emit'>, find: Find<EmitObserver>): Emit => {
  const nativeEmit = ifNativeEmit(above.emit);
  const tell = function (this: StreamLike, event: string | symbol, ...args: unknown[]): boolean {
    return find(this)!.onEvent(above.emit, this, event, args);
  };
  /* oxlint-disable prefer-rest-params -- only what is passed on as it is costs an event no list of its arguments */
  return function (this: StreamLike, event: string | symbol, first?: unknown): boolean {
    const observer = find(this);
    if (observer === undefined) return Reflect.apply(above.emit, this, arguments) as boolean;
    const { length } = arguments;
    if (event === 'data' && length === 2) {
      const listener = above.emit === nativeEmit ? chunkListener(this) : ASK_NODE;
      if (listener === undefined) return false;
      const there = observer.chunksGoTo;
      if (there !== undefined && listener !== ASK_NODE) {
        there.runInAsyncScope(listener, this, first);
        return true;
      }
    }
    const isChunk = event === 'data' || event === 'readable';
    if (length > 2 || (!isChunk && observer.handles(event)))
      return Reflect.apply(tell, this, arguments) as boolean;
    // What nobody hears may be told anywhere.
    const there = isChunk || this.listenerCount(event) > 0 ? observer.callerIfElsewhere() : undefined;
    if (there === undefined) return Reflect.apply(above.emit, this, arguments) as boolean;
    return length === 1
      ? there.runInAsyncScope(above.emit, this, event)
      : there.runInAsyncScope(above.emit, this, event, first);
  };
  /* oxlint-enable prefer-rest-params */
};

const pushAbove = (above: Pick<StreamLike, 'push'>, find: Find<Counter>): Push =>
  function (this: StreamLike, chunk, encoding) {
    if (chunk !== null && chunk !== undefined) find(this)?.pushed(chunk);
    return above.push!.call(this, chunk, encoding);
  };

type Derived = WeakMap<object, object>;

/** By the prototype that they are derived from. */
const hearing: Derived = new WeakMap();
const counting: Derived = new WeakMap();

/** Defines a method as a class does, or as the object has it already. */
const define = <Name extends 'emit' | 'push'>(target: object, name: Name, value: StreamLike[Name]): void => {
  const { enumerable = false } = Object.getOwnPropertyDescriptor(target, name) ?? {};
  Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable });
};

/** Derives a prototype with a method that passes a party, for streams that have this one. */
const derive = <Name extends 'emit' | 'push'>(
  stream: StreamLike,
  known: Derived,
  name: Name,
  method: (above: StreamLike) => StreamLike[Name],
): void => {
  const prototype = Object.getPrototypeOf(stream) as StreamLike;
  let made = known.get(prototype);
  if (made === undefined) {
    made = Object.create(prototype) as StreamLike;
    define(made, name, method(prototype));
    known.set(prototype, made);
  }
  Object.setPrototypeOf(stream, made);
};

/** Whether a stream can be followed: not one whose methods are fixed, nor a Proxy, which is told nothing of what its target emits. */
export const canBeHeard = (stream: StreamLike): boolean =>
  !types.isProxy(stream) &&
  Object.isExtensible(stream) &&
  Object.getOwnPropertyDescriptor(stream, 'emit')?.configurable !== false;

/**
 * Lets `observer` hear a stream. It gets a prototype between itself and its own: methods of a prototype are constants to
 * the compiler, and cost each chunk a third less than methods of the object. They are no properties of the stream
 * either. An `emit` that the stream has of its own is replaced where it stands.
 */
export const hear = (stream: StreamLike, observer: EmitObserver): void => {
  const { emit } = stream;
  if (Object.hasOwn(stream, 'emit'))
    define(
      stream,
      'emit',
      emitAbove({ emit }, () => observer),
    );
  else if (Heard.is(stream))
    derive(stream, new WeakMap(), 'emit', (above) => emitAbove(above, () => observer));
  else {
    Heard.by(stream, observer);
    derive(stream, hearing, 'emit', (above) => emitAbove(above, Heard.observerOf));
  }
};

/** Lets `counter` see each chunk that is pushed into a stream, in the same way. */
export const countPushed = (stream: StreamLike, counter: Counter): void => {
  const { push } = stream;
  if (push === undefined) return;
  if (Object.hasOwn(stream, 'push'))
    define(
      stream,
      'push',
      pushAbove({ push }, () => counter),
    );
  else if (Counted.is(stream))
    derive(stream, new WeakMap(), 'push', (above) => pushAbove(above, () => counter));
  else {
    Counted.by(stream, counter);
    derive(stream, counting, 'push', (above) => pushAbove(above, Counted.counterOf));
  }
};
