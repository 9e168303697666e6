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
 * Node's own `emit`. None where another stood in its place when we were loaded, as that of `node:domain` or of a tool
 * that sees all events: who puts one there wants to be called.
 */
export const NODES_EMIT: unknown = (() => {
  const emitter = new EventEmitter();
  let called: unknown;
  emitter.on('call', () => {
    const [here, by, from] = getCallSites(3).map(({ scriptName }) => scriptName);
    if (by === 'node:events' && from === here) called = EventEmitter.prototype.emit;
  });
  emitter.emit('call');
  return called;
})();

/**
 * The one function that hears the chunks of a stream, where its promises are nobody's concern: all that Node's `emit`
 * would do is call it. Past that a chunk costs a third less.
 */
export const soleListener = (stream: object): ((chunk: unknown) => unknown) | undefined => {
  if (CAPTURES === undefined || (stream as Emitter)[CAPTURES] !== false) return undefined;
  const listener = (stream as Emitter)._events?.data;
  return typeof listener === 'function' ? (listener as (chunk: unknown) => unknown) : undefined;
};
