import { AsyncLocalStorage } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { getCallSites } from 'node:util';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Caller } from '../src/call/caller';
import { observe, type EmitObserver, type StreamLike } from '../src/results/stream-events';

/** Has everything heard where it was made. */
const elsewhere = (): EmitObserver => {
  const caller = new Caller();
  return {
    handles: () => false,
    callerIfElsewhere: () => caller,
    chunksGoTo: caller,
    onEvent: (emit, stream, event, args) => emit.call(stream, event, ...args),
  };
};

type Log = (...told: unknown[]) => void;

/** What is seen of a stream that has listeners: of one as Node makes it, and of one that is heard. */
const seen = async (
  listen: (stream: PassThrough, log: Log) => void,
  options: { readonly captureRejections?: boolean } = {},
): Promise<{ bare: unknown[]; heard: unknown[] }> => {
  const [bare, heard] = [[], []] as [unknown[], unknown[]];
  for (const logged of [bare, heard]) {
    const stream = new PassThrough({ objectMode: true, ...options });
    const log: Log = (...told) => logged.push(told);
    stream.on('error', ({ message }) => log('error', message));
    listen(stream, log);
    if (logged === heard) observe(stream, elsewhere());
    for (const words of [['one'], ['two'], ['three', 'and more'], []]) {
      try {
        log('emitted', stream.emit('data', ...words));
      } catch (error) {
        log('thrown', String(error));
      }
    }
    await turn();
    log('left', stream.listenerCount('data'), stream.destroyed);
  }
  return { bare, heard };
};

const nodesEmit = EventEmitter.prototype.emit;

/** Puts an `emit` before Node's that writes down the chunks that pass. */
const patchEmit = (passed: unknown[]): void => {
  EventEmitter.prototype.emit = function (this: EventEmitter, event: string | symbol, ...args: unknown[]) {
    if (event === 'data') passed.push(args[0]);
    return nodesEmit.call(this, event, ...args);
  };
};

afterEach(() => {
  EventEmitter.prototype.emit = nodesEmit;
});

describe('who listens to chunks that go elsewhere sees what Node would show', () => {
  test.each<[string, (stream: PassThrough, log: Log) => void]>([
    ['nobody', () => {}],
    [
      'one',
      (stream, log) =>
        stream.on('data', function (this: unknown, ...args: unknown[]) {
          log(this === stream, args);
        }),
    ],
    [
      'two, in their order',
      (stream, log) =>
        stream.on('data', log.bind(undefined, 'first')).on('data', log.bind(undefined, 'second')),
    ],
    ['one, once', (stream, log) => stream.once('data', log)],
    [
      'one who leaves',
      (stream, log) =>
        stream.on('data', function leave(chunk) {
          log(chunk);
          stream.off('data', leave);
        }),
    ],
    [
      'one who throws',
      (stream) =>
        stream.on('data', (chunk) => {
          throw new Error(`no ${String(chunk)}`);
        }),
    ],
    ['one who gives a result', (stream) => stream.on('data', () => false)],
  ])('%s', async (_kind, listen) => {
    const { bare, heard } = await seen(listen);
    expect(heard).toEqual(bare);
  });

  test('one whose rejections the stream captures', async () => {
    const { bare, heard } = await seen(
      (stream) => stream.on('data', (chunk) => Promise.reject(new Error(`no ${String(chunk)}`))),
      { captureRejections: true },
    );
    expect(bare).toContainEqual(['error', 'no one']);
    expect(heard).toEqual(bare);
  });
});

const callersOf = (stream: PassThrough): string[] => {
  let callers: string[] = [];
  stream.on('data', () => {
    callers = getCallSites(10).map(({ scriptName }) => scriptName);
  });
  stream.emit('data', 'chunk');
  return callers;
};

test('one listener is called without Node in between', () => {
  const stream = new PassThrough();
  observe(stream, elsewhere());
  expect(callersOf(stream)).not.toContain('node:events');
  expect(callersOf(new PassThrough())).toContain('node:events');
});

test('chunks of an emitter that is not Node’s go elsewhere too', () => {
  const caller = new AsyncLocalStorage<string>();
  const heard: unknown[] = [];
  const foreign: StreamLike = {
    listenerCount: () => 1,
    emit: (_event, chunk) => heard.push(chunk, caller.getStore()) > 0,
  };
  const stream = Object.create(foreign) as StreamLike;
  caller.run('who asked for it', () => observe(stream, elsewhere()));
  expect(stream.emit('data', 'chunk')).toBe(true);
  expect(heard).toEqual(['chunk', 'who asked for it']);
});

describe("who has put an emit before Node's sees the chunks too", () => {
  test('afterwards', () => {
    const [passed, told]: [unknown[], unknown[]] = [[], []];
    const stream = new PassThrough().on('data', (chunk) => told.push(chunk));
    observe(stream, elsewhere());
    patchEmit(passed);
    stream.emit('data', 'chunk');
    expect([passed, told]).toEqual([['chunk'], ['chunk']]);
  });

  test('before', () => {
    const [passed, told]: [unknown[], unknown[]] = [[], []];
    patchEmit(passed);
    class FirstHeardNow extends PassThrough {}
    const stream = new FirstHeardNow().on('data', (chunk) => told.push(chunk));
    observe(stream, elsewhere());
    stream.emit('data', 'chunk');
    expect([passed, told]).toEqual([['chunk'], ['chunk']]);
  });
});
