import { EventEmitter } from 'node:events';
import { getCallSites } from 'node:util';

/** What Node keeps on an emitter: who listens to an event, a function or a list of them; and flags. */
interface Emitter {
  readonly _events?: { readonly data?: unknown };
  readonly [flag: symbol]: unknown;
}

/** Where Node keeps whether a listener's promise that is rejected is an `error` of the emitter. */
const CAPTURES: symbol | undefined = (() => {
  const capturing = new EventEmitter({ captureRejections: true }) as unknown as Emitter;
  return Object.getOwnPropertySymbols(capturing).find((flag) => capturing[flag] === true);
})();

/**
 * `emit`, if it is Node's own and Node calls its listeners from where it is called: not where that of `node:domain`, or
 * of a tool that sees all events, has been put in its place. Who puts one there wants to be called.
 */
export const ifNativeEmit = (emit: unknown): unknown => {
  if (emit !== EventEmitter.prototype.emit) return undefined;
  const emitter = new EventEmitter();
  let own: unknown;
  emitter.on('call', () => {
    const [here, by, from] = getCallSites(3).map(({ scriptName }) => scriptName);
    if (by === 'node:events' && from === here) own = emit;
  });
  emitter.emit('call');
  return own;
};

/** In the place of a listener: what is to be done with a chunk, only Node's `emit` knows. */
export const ASK_NODE = null;

type ChunkListener = (this: unknown, chunk: unknown) => unknown;

/**
 * Who hears the chunks of a stream, where calling it is all that Node's `emit` would do: one function whose promises
 * are nobody's concern, or nobody. Past `emit`, a chunk costs half.
 */
export const chunkListener = (stream: object): ChunkListener | undefined | typeof ASK_NODE => {
  const emitter = stream as Emitter;
  const { _events: events } = emitter;
  if (events === undefined || CAPTURES === undefined || emitter[CAPTURES] !== false) return ASK_NODE;
  const listener = events.data;
  return listener === undefined || typeof listener === 'function' ? (listener as ChunkListener) : ASK_NODE;
};
