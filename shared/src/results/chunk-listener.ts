/** A shortcut for `emit('data', chunk)`: finds the listener that can be called directly, at half the cost. */
import { EventEmitter } from 'node:events';
import { getCallSites } from 'node:util';

/** Private fields of an emitter: the listener, or list of listeners, of each event; and flags. */
interface Emitter {
  readonly _events?: { readonly data?: unknown };
  readonly [flag: symbol]: unknown;
}

/** The symbol of the `captureRejections` flag, which turns a listener's rejection into an `error` event. */
const CAPTURES: symbol | undefined = (() => {
  const capturing = new EventEmitter({ captureRejections: true }) as unknown as Emitter;
  return Object.getOwnPropertySymbols(capturing).find((flag) => capturing[flag] === true);
})();

/**
 * Returns `emit` if it is Node's own and calls listeners directly. Otherwise `node:domain`, or a tool that observes all
 * events, has patched it and must be called.
 */
export const ifNativeEmit = (emit: unknown): unknown => {
  if (emit !== EventEmitter.prototype.emit) return undefined;
  const emitter = new EventEmitter();
  let native: unknown;
  emitter.on('call', () => {
    const [here, by, from] = getCallSites(3).map(({ scriptName }) => scriptName);
    if (by === 'node:events' && from === here) native = emit;
  });
  emitter.emit('call');
  return native;
};

/** Returned instead of a listener if the chunk must go through Node's `emit`. */
export const USE_NODE_EMIT = null;

type ChunkListener = (this: unknown, chunk: unknown) => unknown;

/**
 * The only `data` listener of a stream, or `undefined` without one, if calling it is all that Node's `emit` would do:
 * that is, unless there are several listeners, or rejections are captured.
 */
export const chunkListener = (stream: object): ChunkListener | undefined | typeof USE_NODE_EMIT => {
  const emitter = stream as Emitter;
  const { _events: events } = emitter;
  if (events === undefined || CAPTURES === undefined || emitter[CAPTURES] !== false) return USE_NODE_EMIT;
  const listener = events.data;
  return listener === undefined || typeof listener === 'function'
    ? (listener as ChunkListener)
    : USE_NODE_EMIT;
};
