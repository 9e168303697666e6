import { once } from 'node:events';
import { Readable, Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { activeName, inSpan, telemetry } from './toy-calls';
import { createShelves, type Shelf, ShelfInstrumentation } from './toy-shelf';

const shelves = new ShelfInstrumentation().instrumentModule(createShelves());
const shelf = (): Shelf => new shelves.Shelf();

const span = (name: string, attributes: object, more: object = {}) => ({
  name,
  kind: 'CLIENT',
  attributes,
  status: 'UNSET',
  ...more,
});
const broken = (type: string) => ({
  status: `ERROR ${type}`,
  events: [{ name: 'exception', 'exception.type': 'Error' }],
});
const used = (what: string, attributes: object, more?: object) =>
  span(what, { 'shelf.requests': 1, 'shelf.last': what, ...attributes }, more);
const told = (complete: boolean) => ({ 'shelf.rows': 0, 'shelf.complete': complete });
const failing = (): Error => new Error('broken');

type Way = [how: string, use: (it: Shelf) => unknown, expected: object[]];

const settle = async (stream: Readable | Writable): Promise<void> => {
  await finished(stream).catch(() => {});
};

describe('a stream that sends nothing before it is read', () => {
  const read = (complete: boolean) => used('read', told(complete));
  const failed = (type: string) => used('read', { 'shelf.broken': true, 'error.type': type }, broken(type));

  const ways: Way[] = [
    ['never read', (it) => it.openRead(2), []],
    ['destroyed unread', (it) => settle(it.openRead(2).destroy()), []],
    [
      'read to its end',
      async (it) => {
        for await (const _ of it.openRead(2));
      },
      [read(true)],
    ],
    [
      'left early',
      async (it) => {
        for await (const _ of it.openRead(9)) break;
      },
      [read(false)],
    ],
    ['heard', (it) => settle(it.openRead(2).resume()), [read(true)]],
    [
      'piped',
      (it) => pipeline(it.openRead(2), new Writable({ write: (_c, _e, done) => done() })),
      [read(true)],
    ],
    [
      'destroyed half-way',
      async (it) => {
        const stream = it.openRead(2);
        stream.once('data', () => stream.destroy());
        await settle(stream);
      },
      [read(false)],
    ],
    [
      'destroyed with an error',
      async (it) => {
        const stream = it.openRead(2);
        stream.once('data', () => stream.destroy(failing()));
        await settle(stream);
      },
      [failed('Error')],
    ],
    [
      'piped to somebody who goes away',
      async (it) => {
        const sink: Writable = new Writable({ write: () => sink.destroy() });
        await pipeline(it.openRead(9), sink).catch(() => {});
      },
      [read(false)],
    ],
    ['failing', (it) => settle(it.openRead(1, failing()).resume()), [failed('Error')]],
    [
      'thrown before there is one',
      (it) => expect(() => it.openRead(-1)).toThrow(RangeError),
      [
        span(
          'read',
          { 'shelf.broken': true, 'error.type': 'RangeError' },
          {
            status: 'ERROR RangeError',
            events: [{ name: 'exception', 'exception.type': 'RangeError' }],
          },
        ),
      ],
    ],
  ];
  test.each(ways)('%s', async (_, use, expected) => {
    await use(shelf());
    await setImmediate();
    expect(telemetry.take()).toEqual(expected);
  });

  test('belongs to where it was asked for, wherever it is read', async () => {
    const stream = inSpan(() => shelf().openRead(1));
    stream.resume();
    await once(stream, 'close');
    expect(telemetry.take()).toEqual([
      { ...span('application', {}), kind: 'INTERNAL', children: [read(true)] },
    ]);
  });
});

describe('a stream that sends nothing before it is written to', () => {
  const write = (complete: boolean) => used('write', told(complete));
  const failed = (type: string) => used('write', { 'shelf.broken': true, 'error.type': type }, broken(type));

  const ways: Way[] = [
    ['never written to', (it) => it.openWrite(), []],
    ['destroyed unused', (it) => settle(it.openWrite().destroy()), []],
    ['ended', (it) => settle(it.openWrite().end('x')), [write(true)]],
    ['ended empty', (it) => settle(it.openWrite().end()), [write(true)]],
    [
      'destroyed half-way',
      async (it) => {
        const stream = it.openWrite();
        stream.write('x');
        await settle(stream.destroy());
      },
      [write(false)],
    ],
    [
      'destroyed with an error',
      async (it) => {
        const stream = it.openWrite();
        stream.write('x');
        await settle(stream.destroy(failing()));
      },
      [failed('Error')],
    ],
    ['failing', (it) => settle(it.openWrite(failing()).end('x')), [failed('Error')]],
    [
      'fed by a source that fails',
      (it) => pipeline(failingSource(), it.openWrite()).catch(() => {}),
      [failed('Error')],
    ],
  ];
  test.each(ways)('%s', async (_, use, expected) => {
    await use(shelf());
    await setImmediate();
    expect(telemetry.take()).toEqual(expected);
  });

  async function* failingSource(): AsyncGenerator<string> {
    yield 'x';
    await setImmediate();
    throw failing();
  }
});

describe('a method that each instance has of its own', () => {
  test('starts with its first page, and counts its rows', async () => {
    const it = shelf();
    for await (const _ of it.list(2));
    const stream = it.list(1);
    expect(Object.keys(it)).toEqual(['requests', 'lock', 'list']);
    expect(telemetry.take()).toEqual([
      span('list', {
        'shelf.requests': 3,
        'shelf.last': 'page',
        'shelf.rows': 2,
        'shelf.complete': true,
      }),
    ]);
    stream.destroy();
  });

  test('is put back, and its instances ask whether anybody listens', async () => {
    const toy = new ShelfInstrumentation();
    const { Shelf: Class } = toy.instrumentModule(createShelves());
    const before = new Class();
    toy.disable();
    expect(Object.getOwnPropertyNames(Class.prototype)).not.toContain('list');
    await before.list(1).resume().toArray();
    toy.enable();
    await before.list(1).toArray();
    await new Class().list(1).toArray();
    expect(telemetry.take().map(({ name }) => name)).toEqual(['list', 'list']);
  });

  test('what a constructor assigns is seen', async () => {
    await shelf().lock.open();
    await new shelves.Lock().open();
    expect(telemetry.take()).toEqual([
      span('open', { 'shelf.known': true }),
      span('open', { 'shelf.known': false }),
    ]);
  });
});

describe('data that the application makes while it is sent', () => {
  const saved = (results: number) =>
    span('save', { 'shelf.requests': 1, 'shelf.last': 'write', 'shelf.results': results });

  const made: unknown[] = [];
  afterEach(() => void made.splice(0));
  afterAll(() => void telemetry.take());
  async function* data(): AsyncGenerator<string> {
    made.push(activeName());
    yield 'a';
    await shelf().remove();
    yield 'b';
  }

  const sources: [string, () => Parameters<Shelf['save']>[0]][] = [
    ['a function', () => data],
    ['a generator', () => data()],
    ['an iterable', () => ({ [Symbol.asyncIterator]: () => data() })],
    ['a stream', () => Readable.from(data()) as AsyncIterable<string>],
  ];
  test.each(sources)('%s runs where it was handed over', async (_, source) => {
    await inSpan(() => shelf().save(source()));
    expect(made).toEqual(['application']);
    expect(telemetry.take()).toMatchObject([
      { name: 'application', children: [saved(0), { name: 'remove' }] },
    ]);
  });

  test('a callback is none where data stands, and is told all results', async () => {
    await shelf().save(
      () => ['a'],
      () => made.push('called'),
    );
    expect(made).toEqual(['called']);
    expect(telemetry.take()).toEqual([saved(2)]);
  });
});

describe('a composite by its arguments', () => {
  test('shows its steps, and hears of those that succeed', async () => {
    await shelf().empty('all');
    await shelf().empty('some');
    expect(telemetry.take()).toEqual([
      {
        ...span('empty', { 'shelf.removed': 2 }),
        kind: 'INTERNAL',
        children: [span('remove', {}), span('remove', {})],
      },
      span('empty', {}),
    ]);
  });
});
