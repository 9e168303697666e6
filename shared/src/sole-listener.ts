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
export const nodesOwn = (emit: unknown): unknown => {
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

/**
 * The one function that hears the chunks of a stream, where its promises are nobody's concern: all that Node's `emit`
 * would do is call it. Past that a chunk costs a quarter less.
 */
export const soleListener = (stream: object): ((chunk: unknown) => unknown) | undefined => {
  if (CAPTURES === undefined || (stream as Emitter)[CAPTURES] !== false) return undefined;
  const listener = (stream as Emitter)._events?.data;
  return typeof listener === 'function' ? (listener as (chunk: unknown) => unknown) : undefined;
};
