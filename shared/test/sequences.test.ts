import { once } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { activeName, box, failure, inSpan, span, telemetry } from './toy-calls';
import type { Box } from './toy-library';

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
