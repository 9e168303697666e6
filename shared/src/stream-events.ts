import type { Caller } from './call-context';
import { override } from './override';
import { Stamping } from './stamping';

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

/** Hears all that a stream emits before its listeners do, and passes it on to them with `emit`. */
export interface Hearer {
  /** Whether it wants to know what is pushed into the stream. */
  readonly counts: boolean;
  pushed(chunk: unknown): void;
  /** Whether the event means something to it. */
  minds(event: string | symbol): boolean;
  /** Where listeners are to hear, if not where this is asked. */
  elsewhere(): Caller | undefined;
  /** An event that it minds, or one of many words: it passes it on. */
  told(emit: Emit, stream: StreamLike, event: string | symbol, args: readonly unknown[]): boolean;
}

/** Who hears a stream, on the stream itself. */
class Stamped extends Stamping {
  #hearer: Hearer;

  private constructor(stream: object, hearer: Hearer) {
    super(stream);
    this.#hearer = hearer;
  }

  static with(stream: object, hearer: Hearer): void {
    // oxlint-disable-next-line no-new -- what it makes is a field
    new Stamped(stream, hearer);
  }

  static hearerOf(stream: object): Hearer | undefined {
    return #hearer in stream ? stream.#hearer : undefined;
  }
}

type Find = (stream: object) => Hearer | undefined;

const emitAbove = (above: Pick<StreamLike, 'emit'>, find: Find): Emit =>
  function (this: StreamLike, event: string | symbol, first?: unknown): boolean {
    const hearer = find(this);
    // oxlint-disable-next-line prefer-rest-params -- a list of all arguments would cost each event as much as the rest
    if (hearer === undefined) return Reflect.apply(above.emit, this, arguments) as boolean;
    const { length } = arguments;
    const isChunk = event === 'data' || event === 'readable';
    if (length > 2 || (!isChunk && hearer.minds(event)))
      // oxlint-disable-next-line prefer-rest-params -- a list of all arguments would cost each event as much as the rest
      return hearer.told(above.emit, this, event, [...arguments].slice(1));
    // What nobody hears may be told anywhere.
    const caller = isChunk || this.listenerCount(event) > 0 ? hearer.elsewhere() : undefined;
    if (length === 1)
      return caller === undefined
        ? above.emit.call(this, event)
        : caller.runInAsyncScope(above.emit, this, event);
    return caller === undefined
      ? above.emit.call(this, event, first)
      : caller.runInAsyncScope(above.emit, this, event, first);
  };

const pushAbove = (above: Pick<StreamLike, 'push'>, find: Find): Push =>
  function (this: StreamLike, chunk, encoding) {
    find(this)?.pushed(chunk);
    return above.push!.call(this, chunk, encoding);
  };

/** By the prototype that they are derived from: those that see what is pushed, and the others. */
const derived = { counting: new WeakMap<object, object>(), other: new WeakMap<object, object>() };

/** Derives a prototype whose methods pass a hearer, for streams that have this one. */
const derive = (prototype: StreamLike, counts: boolean): object => {
  const known = counts ? derived.counting : derived.other;
  let made = known.get(prototype);
  if (made === undefined) {
    made = Object.create(prototype) as StreamLike;
    override(made as StreamLike, 'emit', emitAbove(prototype, Stamped.hearerOf));
    if (counts && prototype.push !== undefined)
      override(made as StreamLike, 'push', pushAbove(prototype, Stamped.hearerOf));
    known.set(prototype, made);
  }
  return made;
};

/**
 * Lets `hearer` hear a stream. It gets a prototype between itself and its own, where it can: methods of a prototype
 * are constants to the compiler, and cost each chunk a third less than methods of the object. They are no
 * properties of the stream either.
 */
export const hear = (stream: StreamLike, hearer: Hearer): void => {
  const prototype = Object.getPrototypeOf(stream) as StreamLike;
  const isPlain = !Object.hasOwn(stream, 'emit') && !Object.hasOwn(stream, 'push');
  if (isPlain && Stamped.hearerOf(stream) === undefined) {
    Stamped.with(stream, hearer);
    Object.setPrototypeOf(stream, derive(prototype, hearer.counts));
    return;
  }
  const find: Find = () => hearer;
  const { emit, push } = stream;
  override(stream, 'emit', emitAbove({ emit }, find));
  if (hearer.counts && push !== undefined) override(stream, 'push', pushAbove({ push }, find));
};
