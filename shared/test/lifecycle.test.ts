import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { describe, expect, jest, test } from '@jest/globals';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { ENABLED_CHANNEL, enabledInstances } from '../src';
import { instrumented, seen } from './instrumented';
import { createLibrary, ToyInstrumentation } from './toy-library';

const own = (prototype: object) => Object.entries(Object.getOwnPropertyDescriptors(prototype));

describe('on and off', () => {
  test('disabled, the prototypes are what they were; enabled again, traced again', async () => {
    const library = createLibrary();
    const before = own(library.Box.prototype);
    const toy = new ToyInstrumentation();
    toy.instrumentModule(library);
    expect(own(library.Box.prototype)).not.toEqual(before);
    const { get } = library.Box.prototype;
    toy.disable();
    toy.disable();
    for (const [index, [name, descriptor]] of own(library.Box.prototype).entries()) {
      expect(name).toBe(before[index]?.[0]);
      expect(descriptor.value).toBe(before[index]?.[1].value);
      expect(descriptor).toEqual(before[index]?.[1]);
    }
    await get.call(new library.Box(), 'kept while it was on');
    expect(seen.names()).toEqual([]);
    toy.enable();
    toy.enable();
    await new library.Box().get('a');
    expect(seen.names()).toEqual(['get boxes']);
  });

  test('an iterator that is first read after disable() has no span, nor has the rest of it after enable()', async () => {
    const { toy, box } = instrumented();
    const iterator = box.pages(3);
    toy.disable();
    await iterator.next();
    toy.enable();
    for await (const _ of iterator);
    expect(seen.names()).toEqual([]);
  });

  test('a wrapper looks like what it wraps', () => {
    const plain = createLibrary().Box.prototype;
    const { library } = instrumented();
    for (const [name, { value }] of own(plain)) {
      const wrapped = library.Box.prototype[name as 'get'];
      const { name: itsName, length } = value as { name: string; length: number };
      expect([wrapped.name, wrapped.length]).toEqual([itsName, length]);
      expect(Object.getOwnPropertyNames(wrapped)).toEqual(Object.getOwnPropertyNames(value));
    }
    expect(Object.keys(library.Box.prototype)).toEqual(Object.keys(plain));
  });

  test('enabled: false holds until both are said', async () => {
    const { toy, box } = instrumented({ enabled: false });
    toy.enable();
    await box.get('a');
    toy.setConfig({ enabled: true });
    await box.get('a');
    expect(toy.isEnabled()).toBe(false);
    toy.enable();
    await box.get('a');
    expect(seen.names()).toEqual(['get boxes']);
  });

  test.each([
    ['OTEL_NODE_DISABLED_INSTRUMENTATIONS', 'http, toy', false],
    ['OTEL_NODE_DISABLED_INSTRUMENTATIONS', 'http', true],
    ['OTEL_NODE_ENABLED_INSTRUMENTATIONS', 'http', false],
    ['OTEL_NODE_ENABLED_INSTRUMENTATIONS', 'toy', true],
  ])('%s=%s', (variable, value, enabled) => {
    process.env[variable] = value;
    try {
      expect(new ToyInstrumentation().isEnabled()).toBe(enabled);
    } finally {
      delete process.env[variable];
    }
  });

  test('several copies of a library are all traced, and all restored', async () => {
    const toy = new ToyInstrumentation();
    const [first, second] = [toy.instrumentModule(createLibrary()), toy.instrumentModule(createLibrary())];
    toy.instrumentModule(first);
    await Promise.all([new first.Box().get('a'), new second.Box().get('a')]);
    expect(seen.names()).toEqual(['get boxes', 'get boxes']);
    toy.disable();
    await Promise.all([new first.Box().get('a'), new second.Box().get('a')]);
    expect(seen.names()).toEqual([]);
  });

  test('somebody else who wrapped our wrapper keeps theirs', async () => {
    const { toy, library, box } = instrumented();
    const { get } = library.Box.prototype;
    const theirs = jest.fn(function (this: typeof box, key: string) {
      return get.call(this, key);
    });
    library.Box.prototype.get = theirs;
    toy.disable();
    await box.get('a');
    expect(theirs).toHaveBeenCalledTimes(1);
    expect(seen.names()).toEqual([]);
  });
});

describe('misuse', () => {
  test('exports of something else', () => {
    const toy = new ToyInstrumentation();
    for (const nothing of [undefined, null, 7, {}, () => {}]) toy.instrumentModule(nothing);
    expect(seen.telemetry.warnings()).toEqual([
      '@test/instrumentation-toy: instrumentModule() was given nothing to instrument; expected are the exports of toy',
    ]);
  });

  test('a method that is gone: one line that names it, the rest goes on', async () => {
    const library = createLibrary();
    Reflect.deleteProperty(library.Box.prototype, 'getTwice');
    new ToyInstrumentation().instrumentModule(library);
    await new library.Box().get('a');
    expect(seen.telemetry.warnings()).toEqual([
      '@test/instrumentation-toy: toy has no Box.getTwice: calls of it are not traced',
    ]);
    expect(seen.names()).toEqual(['get boxes']);
  });

  test('arguments that throw when they are read: the call goes on', async () => {
    const { box } = instrumented();
    const hostile = new Proxy([], {
      get: () => {
        throw new Error('secret');
      },
    });
    const args = [{ toString: () => 'k' }, hostile] as unknown as [string];
    await expect(box.get(...args)).resolves.toBe('value of k');
    expect(seen.names()).toEqual(['get boxes']);
  });

  test('a processor that throws: the call goes on', async () => {
    const broken = (): never => {
      throw new RangeError('secret');
    };
    const processor = { onStart() {}, onEnd: broken, forceFlush: async () => {}, shutdown: async () => {} };
    const { toy, box } = instrumented();
    toy.setTracerProvider(new TracerProvider({ spanProcessors: [processor] }));
    await expect(box.get('a')).resolves.toBe('value of a');
    await expect(box.get('missing')).rejects.toThrow('no missing');
    expect(seen.telemetry.warnings()).toEqual([
      '@test/instrumentation-toy: a call could not be recorded, because the SDK threw (RangeError)',
    ]);
  });

  test('a tracer that throws: the call goes on', async () => {
    const { toy, box } = instrumented();
    toy.setTracerProvider({
      getTracer: () => ({
        startSpan() {
          throw new Error('secret');
        },
        startActiveSpan: () => undefined as never,
      }),
    });
    await expect(box.get('a')).resolves.toBe('value of a');
    expect(seen.telemetry.warnings()).toEqual([
      '@test/instrumentation-toy: the tracer could not start a span (Error)',
    ]);
  });
});

describe('two instances', () => {
  test('the list has those that are enabled', () => {
    const first = new ToyInstrumentation();
    first.disable();
    const second = new ToyInstrumentation({ enabled: false });
    expect(enabledInstances().size).toBe(0);
    second.setConfig({ enabled: true });
    second.enable();
    second.enable();
    expect([...enabledInstances()].map((instance) => instance === second)).toEqual([true]);
  });

  test('the first may make way for the second: a call has one span', async () => {
    const { toy, library } = instrumented();
    const makeWay = (enabled: unknown): void => {
      if (enabled !== toy) toy.disable();
    };
    subscribe(ENABLED_CHANNEL, makeWay);
    const second = new ToyInstrumentation();
    unsubscribe(ENABLED_CHANNEL, makeWay);
    second.instrumentModule(library);
    await new library.Box().get('a');
    expect(seen.names()).toEqual(['get boxes']);
  });
});
