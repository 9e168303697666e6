import { PassThrough } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { type Counter, countPushed, observe, type EmitObserver } from '../src/results/stream-events';

/** Writes down what it hears, under a name. */
const writer = (name: string, heard: string[]): EmitObserver => ({
  handles: (event) => event === 'minded',
  callerIfElsewhere: () => undefined,
  chunksGoTo: undefined,
  onEvent(emit, stream, event, args) {
    heard.push(`${name}: ${String(event)} ${args.join()}`);
    return emit.call(stream, event, ...args);
  },
});

const counter = (name: string, heard: string[]): Counter => ({
  pushed: (chunk) => heard.push(`${name}: pushed ${String(chunk)}`),
});

const listened = (stream: PassThrough, heard: string[]): PassThrough =>
  stream.setEncoding('utf8').on('minded', (...args) => heard.push(`listener: minded ${args.join()}`));

const use = (stream: PassThrough): void => {
  stream.write('row');
  stream.emit('minded');
  stream.emit('minded', 1, 2);
  stream.emit('free', 1);
};

const once = (name: string): string[] => [
  `${name}: minded `,
  'listener: minded ',
  `${name}: minded 1,2`,
  'listener: minded 1,2',
];

test('a stream is heard by a prototype: it has no property more', () => {
  const heard: string[] = [];
  const stream = listened(new PassThrough(), heard);
  const before = Reflect.ownKeys(stream);
  observe(stream, writer('one', heard));
  use(stream);
  expect(Reflect.ownKeys(stream)).toEqual(before);
  expect(stream).toBeInstanceOf(PassThrough);
  expect(stream.constructor).toBe(PassThrough);
  expect(Object.keys(Object.getPrototypeOf(stream))).toEqual([]);
  expect(heard).toEqual(once('one'));
});

test('two streams of a class have one prototype, and each its own hearer', () => {
  const [heard, alsoHeard]: [string[], string[]] = [[], []];
  const [one, other] = [listened(new PassThrough(), heard), listened(new PassThrough(), alsoHeard)];
  observe(one, writer('one', heard));
  observe(other, writer('other', alsoHeard));
  use(one);
  use(other);
  expect(Object.getPrototypeOf(one)).toBe(Object.getPrototypeOf(other));
  expect([heard, alsoHeard]).toEqual([once('one'), once('other')]);
});

test('one that has been given an emit of its own keeps it', () => {
  const heard: string[] = [];
  const stream = listened(new PassThrough(), heard);
  const { emit } = stream;
  stream.emit = function (event: string | symbol, ...args: unknown[]) {
    if (event === 'minded') heard.push('its own');
    return emit.call(this, event, ...args);
  };
  observe(stream, writer('one', heard));
  use(stream);
  expect(heard.filter((line) => line === 'its own')).toHaveLength(2);
  expect(heard.filter((line) => line !== 'its own')).toEqual(once('one'));
});

test('one that is heard already is heard by both, the later first', () => {
  const heard: string[] = [];
  const stream = listened(new PassThrough(), heard);
  observe(stream, writer('inner', heard));
  observe(stream, writer('outer', heard));
  stream.emit('minded', 1);
  expect(heard).toEqual(['outer: minded 1', 'inner: minded 1', 'listener: minded 1']);
});

test('what only inherits from a stream that is heard is not heard', () => {
  const heard: string[] = [];
  const stream = listened(new PassThrough(), heard);
  observe(stream, writer('one', heard));
  const heir = Object.create(stream) as PassThrough;
  heir.emit('minded', 1);
  expect(heard).toEqual(['listener: minded 1']);
});

describe('what is pushed', () => {
  test('is counted by a prototype too, chunk by chunk, but for the end', () => {
    const heard: string[] = [];
    const stream = listened(new PassThrough(), heard);
    const before = Reflect.ownKeys(stream);
    observe(stream, writer('one', heard));
    countPushed(stream, counter('one', heard));
    stream.write('row');
    stream.end('last');
    expect(heard).toEqual(['one: pushed row', 'one: pushed last']);
    expect(Reflect.ownKeys(stream)).toEqual(before);
  });

  test('is counted by all who ask for it, the later first', () => {
    const heard: string[] = [];
    const stream = new PassThrough();
    countPushed(stream, counter('inner', heard));
    countPushed(stream, counter('outer', heard));
    stream.write('row');
    expect(heard).toEqual(['outer: pushed row', 'inner: pushed row']);
  });

  test('passes a push of its own', () => {
    const heard: string[] = [];
    const stream = new PassThrough();
    const { push } = stream;
    stream.push = function (...args) {
      heard.push('its own');
      return push.apply(this, args);
    };
    countPushed(stream, counter('one', heard));
    stream.write('row');
    expect(heard).toEqual(['one: pushed row', 'its own']);
  });
});
