import { describe, expect, test } from '@jest/globals';
import { context, trace } from '@opentelemetry/api';
import { isTracingSuppressed, suppressTracing } from '@opentelemetry/core';
import { activeName, box, failure, inSpan, span, telemetry, tracer } from './toy-calls';

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

  test('null in the place of a function reaches the library, which has something to say of it', () => {
    const stop: unknown = Reflect.apply(box.listen, box, [() => {}, null]);
    expect(box.listeners).not.toHaveProperty('error');
    (stop as () => void)();
    telemetry.take();
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

  test('an asynchronous listener: its span lasts until it is done', async () => {
    let goOn = (): void => {};
    const waits = new Promise<void>((resolve) => (goOn = resolve));
    box.listen((value) => (value === 'two' ? waits : undefined));
    box.listeners.next?.('one');
    box.listeners.next?.('two');
    await new Promise(setImmediate);
    expect(telemetry.take().map(({ name }) => name)).toEqual(['listen boxes']);
    goOn();
    await new Promise(setImmediate);
    expect(telemetry.take()).toEqual([span('deliver', { kind: 'INTERNAL', links: 1 })]);
  });

  test('an asynchronous listener that rejects: a failure, and no less rejected', async () => {
    const own = new RangeError('mine');
    box.listen(async (value) => {
      if (value === 'two') throw own;
    });
    box.listeners.next?.('one');
    const given: unknown = box.listeners.next?.('two');
    await expect(given).rejects.toBe(own);
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
    await expect(box.commit('nothing')).resolves.toBeUndefined();
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
    const request = trace.setSpan(inside, tracer.startSpan('request of the call'));
    context.with(request, () => box.resume(() => expect(activeName()).toBe('get boxes')));
    // Unless the application wants to be let alone there.
    context.with(suppressTracing(request), () =>
      box.resume(() => expect(isTracingSuppressed(context.active())).toBe(true)),
    );
    telemetry.take();
  });

  test('a class that is not exported is found with its first instance', async () => {
    await box.flush();
    expect(telemetry.take()).toEqual([span('send')]);
  });
});
