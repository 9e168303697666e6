import { once } from 'node:events';
import { finished, pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { PassThrough, Writable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { context, trace } from '@opentelemetry/api';
import { startTelemetry, stopTelemetry, type Telemetry } from './telemetry';
import { type Box, createLibrary, ToyInstrumentation } from './toy-library';

let telemetry: Telemetry;
let toy: ToyInstrumentation;
let box: Box;

beforeAll(() => {
  telemetry = startTelemetry();
  toy = new ToyInstrumentation();
  box = new (toy.instrumentModule(createLibrary()).Box)();
});
afterEach(() => expect(telemetry.take()).toEqual([]));
afterAll(stopTelemetry);

const tracer = trace.getTracer('application');
const inSpan = <Result>(run: () => Result): Result =>
  tracer.startActiveSpan('application', (span) => {
    const result = run();
    if (result instanceof Promise) return result.finally(() => span.end()) as Result;
    span.end();
    return result;
  });
const activeName = (): string | undefined => (trace.getActiveSpan() as { name?: string } | undefined)?.name;

const span = (operation: string, more: object = {}) => ({
  name: `${operation} boxes`,
  kind: 'CLIENT',
  attributes: { 'toy.operation': operation },
  status: 'UNSET',
  ...more,
});
const failure = (type: string, name = 'Error') => ({
  status: `ERROR ${type}`,
  events: [{ name: 'exception', 'exception.type': name }],
});

describe('promise', () => {
  test('fulfils: described, detailed, its result told', async () => {
    await expect(box.get('named')).resolves.toBe('value of named');
    expect(telemetry.take()).toEqual([
      span('get', {
        attributes: {
          'toy.operation': 'get',
          'toy.named': true,
          'toy.detail': 'd',
          'toy.length': 14,
          'toy.steps': 1,
        },
      }),
    ]);
  });

  test('rejects: the same error, its code, and nothing of its message', async () => {
    const error = await box.get('missing').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: 'no missing', code: 5 });
    expect(telemetry.take()).toEqual([
      span('get', {
        attributes: {
          'toy.operation': 'get',
          'toy.detail': 'd',
          'toy.steps': 1,
          'error.type': 'NOT_FOUND',
          'toy.status': 'NOT_FOUND',
        },
        ...failure('NOT_FOUND'),
      }),
    ]);
  });

  test('throws before it returns: thrown on, and an error that is no status', () => {
    expect(() => box.check(1)).toThrow(new TypeError('not a key: 1'));
    expect(telemetry.take()).toEqual([
      span('check', {
        attributes: { 'toy.operation': 'check', 'error.type': 'TypeError' },
        ...failure('TypeError', 'TypeError'),
      }),
    ]);
  });

  test('what it calls belongs to it; what the application calls meanwhile does not', async () => {
    await inSpan(() => Promise.all([box.getTwice('a'), box.get('b')]));
    expect(telemetry.take()).toMatchObject([
      { name: 'application', children: [{ name: 'get_twice boxes' }, { name: 'get boxes' }] },
    ]);
  });

  test('goes on where the application was', async () => {
    await inSpan(async () => {
      await box.get('a');
      expect(activeName()).toBe('application');
    });
    telemetry.take();
  });
});

describe('callback', () => {
  test.each([
    ['found', 'a', span('find')],
    [
      'failed',
      'missing',
      span('find', {
        attributes: { 'toy.operation': 'find', 'error.type': '404', 'toy.status': '404' },
        ...failure('404'),
      }),
    ],
  ])('%s: the callback runs where the application called', async (_, key, expected) => {
    const seen = await inSpan(
      () =>
        new Promise((resolve) => {
          expect(
            box.find(key, (error, value) => resolve([error === null ? value : 'error', activeName()])),
          ).toBeUndefined();
        }),
    );
    expect(seen).toEqual([key === 'a' ? 'a' : 'error', 'application']);
    expect(telemetry.take()).toMatchObject([{ name: 'application', children: [expected] }]);
  });

  test('called twice: heard twice, ended once', () => {
    const heard: unknown[] = [];
    box.findTwice('a', (error, value) => heard.push(error ?? value));
    expect(heard).toEqual(['a', new Error('again')]);
    expect(telemetry.take()).toEqual([span('find_twice')]);
  });

  test('left out, or given as undefined: a promise', async () => {
    await expect(box.find('a')).resolves.toBe('value of a');
    await expect(box.find('a', undefined)).resolves.toBe('value of a');
    const found = span('find', { attributes: { 'toy.operation': 'find', 'toy.steps': 1 } });
    expect(telemetry.take()).toEqual([found, found]);
  });
});

describe('stream', () => {
  const read = (rows: number, more: object = {}) =>
    span('read', { attributes: { 'toy.operation': 'read', 'toy.rows': rows }, ...more });
  const brokenRead = (type: string) =>
    span('read', { attributes: { 'toy.operation': 'read', 'error.type': type }, ...failure(type) });
  const failing = (): Error => new Error('broken');

  const ways: [string, (box: Box) => unknown, object][] = [
    [
      'read to its end',
      async (it) => {
        for await (const _ of it.read(3));
      },
      read(3),
    ],
    [
      'left early',
      async (it) => {
        for await (const row of it.read(9)) if (row === 2) break;
      },
      read(2),
    ],
    [
      'heard',
      async (it) => {
        const stream = it.read(3);
        stream.on('data', () => {});
        await once(stream, 'close');
      },
      read(3),
    ],
    ['piped', async (it) => pipeline(it.read(3), new PassThrough({ objectMode: true }).resume()), read(3)],
    [
      'destroyed',
      async (it) => {
        const stream = it.read(3);
        stream.destroy();
        await once(stream, 'close');
      },
      read(0),
    ],
    [
      'destroyed with an error',
      async (it) => {
        const stream = it.read(3);
        stream.destroy(failing());
        await finished(stream).catch(() => {});
      },
      brokenRead('Error'),
    ],
    [
      'failing',
      async (it) => {
        await finished(it.read(1, failing()).resume()).catch(() => {});
      },
      brokenRead('Error'),
    ],
    [
      'aborted',
      async (it) => {
        const stream = it.read(3);
        stream.destroy(Object.assign(new Error('gone'), { name: 'AbortError' }));
        await finished(stream).catch(() => {});
      },
      read(0),
    ],
    [
      'piped into a sink that fails',
      async (it) => {
        const sink = new Writable({ objectMode: true, write: (_row, _encoding, done) => done(failing()) });
        await pipeline(it.read(9), sink).catch(() => {});
      },
      brokenRead('Error'),
    ],
  ];
  test.each(ways)('%s', async (_, consume, expected) => {
    await consume(box);
    await setImmediate();
    expect(telemetry.take()).toEqual([expected]);
  });

  test('listeners run where the application asked, and may call', async () => {
    const heard: unknown[] = [];
    await inSpan(async () => {
      const stream = box.read(1);
      stream.on('data', () => heard.push(['data', activeName(), box.get('a')]));
      stream.on('end', () => heard.push(['end', activeName()]));
      await once(stream, 'close');
      await heard.flat()[2];
    });
    expect(heard).toEqual([
      ['data', 'application', expect.any(Promise)],
      ['end', 'application'],
    ]);
    expect(telemetry.take()).toMatchObject([
      { name: 'application', children: [{ name: 'read boxes' }, { name: 'get boxes' }] },
    ]);
  });

  test('shows nothing of us: no listener, no key, and after its end not even a hidden one', async () => {
    const stream = box.read(1);
    expect(stream.eventNames()).toEqual([]);
    expect(Object.keys(stream)).not.toContain('push');
    stream.resume();
    await once(stream, 'close');
    expect(Object.getOwnPropertyNames(stream).filter((name) => name === 'push' || name === 'emit')).toEqual(
      [],
    );
    expect(telemetry.take()).toEqual([read(1)]);
  });
});

describe('iterator', () => {
  const pages = (count: number, more: object = {}) =>
    span('pages', { attributes: { 'toy.operation': 'pages', 'toy.rows': count }, ...more });

  test('exhausted, left, failing', async () => {
    for await (const _ of box.pages(3));
    for await (const _ of box.pages(3)) break;
    await expect(async () => {
      for await (const _ of box.pages(1, new Error('broken')));
    }).rejects.toThrow('broken');
    expect(telemetry.take()).toEqual([
      pages(3),
      pages(1),
      span('pages', { attributes: { 'toy.operation': 'pages', 'error.type': 'Error' }, ...failure('Error') }),
    ]);
  });

  test('never asked, or given up before it was: nothing was requested', async () => {
    const asked = box.pages(3);
    await asked.return(undefined);
    await expect(asked.next()).resolves.toEqual({ done: true, value: undefined });
    telemetry.take();
    box.pages(3);
  });

  test('is what the library made: the same object and type; its loop runs where the application loops', async () => {
    const iterator = box.pages(1);
    expect(Object.prototype.toString.call(iterator)).toBe('[object AsyncGenerator]');
    expect(Object.keys(iterator)).toEqual([]);
    await inSpan(async () => {
      for await (const _ of iterator) expect(activeName()).toBe('application');
    });
    expect(telemetry.take()).toMatchObject([{ name: 'application' }, { name: 'pages boxes' }]);
  });
});

describe('subscription', () => {
  test('ends with what comes first; later deliveries are roots of their own, linked to it', () => {
    const heard: unknown[] = [];
    const stop = inSpan(() => box.listen((value) => heard.push([value, activeName()])));
    box.listeners.next?.('one');
    box.listeners.next?.('two');
    stop();
    expect(heard).toEqual([
      ['one', 'application'],
      ['two', 'deliver boxes'],
    ]);
    expect(telemetry.take()).toEqual([
      {
        name: 'application',
        kind: 'INTERNAL',
        attributes: {},
        status: 'UNSET',
        children: [span('listen', { attributes: { 'toy.operation': 'listen', 'toy.first': 'one' } })],
      },
      span('deliver', { kind: 'INTERNAL', links: 1 }),
    ]);
  });

  test.each([
    [
      'an error',
      () => box.listeners.error?.(Object.assign(new Error('no'), { code: 7 })),
      {
        attributes: {
          'toy.operation': 'listen',
          'error.type': 'PERMISSION_DENIED',
          'toy.status': 'PERMISSION_DENIED',
        },
        ...failure('PERMISSION_DENIED'),
      },
    ],
    ['its end', () => undefined, {}],
  ])('without a delivery: %s', (_, happens, expected) => {
    const stop = box.listen(
      () => {},
      () => {},
    );
    happens();
    stop();
    stop();
    expect(telemetry.take()).toEqual([span('listen', expected)]);
  });

  test('a listener that throws: thrown on, and seen', () => {
    box.listen(() => {
      throw new RangeError('mine');
    });
    expect(() => box.listeners.next?.('one')).toThrow('mine');
    expect(() => box.listeners.next?.('two')).toThrow('mine');
    expect(telemetry.take()).toMatchObject([
      { name: 'listen boxes', status: 'UNSET' },
      { name: 'deliver boxes', status: 'ERROR RangeError' },
    ]);
  });
});

describe('composite', () => {
  test('shows its steps and what the application does in it', async () => {
    await box.transact(async (it) => {
      expect(activeName()).toBe('transact boxes');
      await tracer.startActiveSpan('own', async (own) => {
        await it.get('a');
        own.end();
      });
    });
    expect(telemetry.take()).toMatchObject([
      {
        name: 'transact boxes',
        kind: 'INTERNAL',
        attributes: { 'toy.attempts': 1 },
        children: [{ name: 'own', children: [{ name: 'get boxes' }] }, { name: 'commit boxes' }],
      },
    ]);
  });

  test('tells each retry with its reason', async () => {
    await box.transact(async () => 'done', 3);
    const [transaction] = telemetry.take();
    expect(transaction).toEqual(
      span('transact', {
        kind: 'INTERNAL',
        attributes: { 'toy.operation': 'transact', 'toy.attempts': 3 },
        events: [
          { name: 'retry', 'toy.attempts': 2, 'error.type': 'ABORTED' },
          { name: 'retry', 'toy.attempts': 3, 'error.type': 'ABORTED' },
        ],
        children: [
          expect.objectContaining(failure('ABORTED')),
          expect.objectContaining(failure('ABORTED')),
          span('commit', { attributes: { 'toy.operation': 'commit' } }),
        ],
      }),
    );
  });

  test('a step that the row leaves out has no span', async () => {
    await box.commit('nothing');
  });
});

describe('inner steps', () => {
  test('a function for later runs where it was handed over', () => {
    inSpan(() => box.onLater(() => expect(activeName()).toBe('application')));
    box.later?.('x');
    telemetry.take();
  });

  test('work that goes on elsewhere goes back to its call', async () => {
    let inside = context.active();
    const original = box.step;
    box.step = () => {
      inside = context.active();
    };
    await box.get('a');
    box.step = original;
    context.with(trace.setSpan(inside, tracer.startSpan('request of the call')), () =>
      box.resume(() => expect(activeName()).toBe('get boxes')),
    );
    telemetry.take();
  });

  test('a class that is not exported is found with its first instance', async () => {
    await box.flush();
    expect(telemetry.take()).toEqual([span('send')]);
  });
});
