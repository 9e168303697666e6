import { EventEmitter, once } from 'node:events';
import { Readable } from 'node:stream';
import { expect, test } from '@jest/globals';
import { createContextKey, ROOT_CONTEXT } from '@opentelemetry/api';
import { EmitContextManager } from '../src/context-manager';

const KEY = createContextKey('where');
const manager = new EmitContextManager().enable();
const inside = ROOT_CONTEXT.setValue(KEY, 'inside');
const outside = ROOT_CONTEXT.setValue(KEY, 'outside');

const where = (): unknown => manager.active().getValue(KEY);

test('listeners run in the context of their emitter, however they were added', () => {
  const emitter = new EventEmitter();
  const seen: unknown[] = [];
  const listener = (): void => void seen.push(where());
  emitter.on('event', listener);
  expect(manager.bind(inside, emitter)).toBe(emitter);
  manager.with(outside, () => {
    emitter.once('event', listener).prependListener('event', listener).prependOnceListener('event', listener);
    emitter.emit('event');
    seen.push(where());
  });
  expect(seen).toEqual(['inside', 'inside', 'inside', 'inside', 'outside']);
  expect(emitter.listeners('event')).toEqual([listener, listener]);
  emitter.off('event', listener).removeListener('event', listener);
  expect(emitter.emit('event')).toBe(false);
});

test('the first context counts', () => {
  const emitter = manager.bind(outside, manager.bind(inside, new EventEmitter()));
  const seen: unknown[] = [];
  emitter.on('event', (...values: unknown[]) => seen.push(...values, where()));
  expect(emitter.emit('event', 1, 2)).toBe(true);
  expect(seen).toEqual([1, 2, 'inside']);
});

test('an error that nobody listens for is thrown', () => {
  const emitter = manager.bind(inside, new EventEmitter());
  expect(() => emitter.emit('error', new Error('unheard'))).toThrow('unheard');
});

test('a stream is read as before, and in its context', async () => {
  const stream = manager.bind(inside, Readable.from(['a', 'b']));
  const seen: unknown[] = [];
  manager.with(outside, () => stream.on('data', (chunk: string) => seen.push(chunk, where())));
  await once(stream, 'end');
  expect(seen).toEqual(['a', 'inside', 'b', 'inside']);
  const read: unknown[] = [];
  await manager.with(outside, async () => {
    for await (const chunk of manager.bind(inside, Readable.from(['c']))) read.push(chunk, where());
  });
  expect(read).toEqual(['c', 'outside']);
});

test('a function is bound as before', () => {
  const bound = manager.bind(inside, (first: number, second: number) => [first + second, where()]);
  expect(manager.with(outside, () => bound(1, 2))).toEqual([3, 'inside']);
  expect(bound).toHaveLength(2);
});
