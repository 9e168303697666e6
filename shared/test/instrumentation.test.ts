import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { context, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { suppressTracing, W3CTraceContextPropagator } from '@opentelemetry/core';
import { AlwaysOffSampler, type Sampler } from '@opentelemetry/sdk-trace';
import { startTelemetry, stopTelemetry, type Telemetry } from './telemetry';
import { createLibrary, ToyInstrumentation } from './toy-library';

let telemetry: Telemetry;
beforeEach(() => {
  telemetry = startTelemetry();
});
afterEach(() => {
  stopTelemetry();
  propagation.disable();
});

const instrumented = (config?: ConstructorParameters<typeof ToyInstrumentation>[0]) => {
  const toy = new ToyInstrumentation(config);
  const library = toy.instrumentModule(createLibrary());
  return { toy, library, box: new library.Box() };
};
const names = (): string[] => telemetry.take().map(({ name }) => name);
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
    expect(names()).toEqual([]);
    toy.enable();
    toy.enable();
    await new library.Box().get('a');
    expect(names()).toEqual(['get boxes']);
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
    expect(names()).toEqual(['get boxes']);
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
    expect(names()).toEqual(['get boxes', 'get boxes']);
    toy.disable();
    await Promise.all([new first.Box().get('a'), new second.Box().get('a')]);
    expect(names()).toEqual([]);
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
    expect(names()).toEqual([]);
  });
});

describe('who records', () => {
  test('no SDK: nothing but the call', async () => {
    stopTelemetry();
    const { box } = instrumented();
    const inside = jest.spyOn(context, 'with');
    await expect(box.get('a')).resolves.toBe('value of a');
    expect(inside).not.toHaveBeenCalled();
    inside.mockRestore();
  });

  test('metrics only, and nothing that carries context: one measurement per call', async () => {
    stopTelemetry();
    telemetry = startTelemetry({ traces: false, contextManager: false });
    const { box } = instrumented();
    await box.getTwice('a');
    await box.get('missing').catch(() => {});
    expect(await telemetry.points('toy.duration')).toEqual([
      { attributes: { op: 'get_twice' }, value: 1 },
      { attributes: { op: 'get', 'error.type': 'NOT_FOUND' }, value: 1 },
    ]);
  });

  test('unsampled: measured, propagated as unsampled, not described in detail', async () => {
    stopTelemetry();
    telemetry = startTelemetry({ sampler: new AlwaysOffSampler() });
    const { box } = instrumented();
    await box.transact(async () => {
      expect(trace.getActiveSpan()?.spanContext().traceFlags).toBe(0);
    });
    expect(names()).toEqual([]);
    expect(await telemetry.points('toy.duration')).toEqual([
      { attributes: { op: 'commit' }, value: 1 },
      { attributes: { op: 'transact' }, value: 1 },
    ]);
  });

  test('the sampler is told what the call is', async () => {
    stopTelemetry();
    const asked: unknown[] = [];
    const sampler: Sampler = {
      shouldSample: (_context, _trace, name, _kind, attributes) => {
        asked.push([name, { ...attributes }]);
        return { decision: 2 };
      },
      toString: () => 'asked',
    };
    telemetry = startTelemetry({ sampler });
    await instrumented().box.get('named');
    expect(asked).toEqual([['get boxes', { 'toy.operation': 'get', 'toy.named': true }]]);
  });

  test('suppressed: nothing', async () => {
    const { box } = instrumented();
    await context.with(suppressTracing(ROOT_CONTEXT), () => box.get('a'));
    expect(names()).toEqual([]);
    expect(await telemetry.points('toy.duration')).toEqual([]);
  });

  test('the scope: package, version, conventions', async () => {
    const { box } = instrumented();
    await box.get('a');
    expect(telemetry.finished()[0]?.instrumentationScope).toEqual({
      name: '@test/instrumentation-toy',
      version: '1.2.3',
      schemaUrl: 'https://opentelemetry.io/schemas/1.45.0',
    });
  });

  test('the duration is that of the span', async () => {
    const { box } = instrumented();
    await box.get('a');
    const [seconds, nanoseconds] = telemetry.finished()[0]?.duration ?? [0, 0];
    const [sum = 0] = await telemetry.sums('toy.duration');
    expect(sum).toBeCloseTo(seconds + nanoseconds / 1e9, 3);
  });
});

describe('options', () => {
  test('requireParentSpan: no root of ours, yet a metric', async () => {
    const { box } = instrumented({ requireParentSpan: true });
    await box.get('a');
    expect(names()).toEqual([]);
    await trace.getTracer('app').startActiveSpan('application', async (span) => {
      await box.get('a');
      span.end();
    });
    expect(telemetry.take()).toMatchObject([{ name: 'application', children: [{ name: 'get boxes' }] }]);
    expect(await telemetry.points('toy.duration')).toEqual([{ attributes: { op: 'get' }, value: 2 }]);
  });

  test('suppressInternalInstrumentation: spans below are hidden, context still leaves', async () => {
    propagation.setGlobalPropagator(new W3CTraceContextPropagator());
    const { box } = instrumented({ suppressInternalInstrumentation: true });
    const sent: { traceparent?: string }[] = [];
    const request = (): void => {
      const tracer = trace.getTracer('requests');
      const span = tracer.startSpan('request');
      const carrier = {};
      propagation.inject(trace.setSpan(context.active(), span), carrier);
      sent.push(carrier);
      span.end();
    };
    box.step = () => {
      request();
      setTimeout(request);
    };
    await box.get('a');
    await new Promise((resolve) => setTimeout(resolve, 5));
    const [span] = telemetry.finished();
    expect(names()).toEqual(['get boxes']);
    expect(sent.map(({ traceparent }) => traceparent?.split('-')[2])).toEqual([
      span?.spanContext().spanId,
      span?.spanContext().spanId,
    ]);
  });

  test('captureErrorMessages: message and stack, and the status says it', async () => {
    const { box } = instrumented({ captureErrorMessages: true });
    await box.get('missing').catch(() => {});
    expect(telemetry.take()).toMatchObject([
      {
        status: 'ERROR no missing',
        events: [
          {
            'exception.message': 'no missing',
            'exception.stacktrace': expect.stringContaining('no missing'),
          },
        ],
      },
    ]);
  });

  test('ignoreOperation: the call and all it calls; of a composite only itself', async () => {
    const infos: unknown[] = [];
    const { box } = instrumented({
      ignoreOperation(info) {
        infos.push(info);
        return info.operation === 'get_twice' || info.operation === 'transact';
      },
    });
    await box.getTwice('a');
    expect(infos).toEqual([{ operation: 'get_twice', target: 'boxes', instance: box, arguments: ['a'] }]);
    await box.transact(async (it) => void (await it.get('a')));
    expect(names()).toEqual(['get boxes', 'commit boxes']);
    expect(await telemetry.points('toy.duration')).toEqual([
      { attributes: { op: 'get' }, value: 1 },
      { attributes: { op: 'commit' }, value: 1 },
    ]);
  });

  test('hooks see the call and its result, on a span that still records', async () => {
    const { box } = instrumented({
      requestHook: (span, { arguments: args }) => span.setAttribute('hook.key', String(args[0])),
      responseHook: (span, { result, error }) => span.setAttribute('hook.end', String(result ?? error)),
    });
    await box.get('a');
    await box.get('missing').catch(() => {});
    expect(telemetry.take()).toMatchObject([
      { attributes: { 'hook.key': 'a', 'hook.end': 'value of a' } },
      { attributes: { 'hook.key': 'missing', 'hook.end': 'Error: no missing' } },
    ]);
  });

  test('a function of the configuration that throws is reported once, by name, without its message', async () => {
    const broken = (): never => {
      throw new RangeError('secret');
    };
    const { box } = instrumented({ ignoreOperation: broken, requestHook: broken, responseHook: broken });
    await box.get('a');
    await expect(box.get('a')).resolves.toBe('value of a');
    expect(names()).toEqual(['get boxes', 'get boxes']);
    expect(telemetry.warnings()).toEqual(
      ['ignoreOperation', 'requestHook', 'responseHook'].map(
        (name) =>
          `@test/instrumentation-toy: ${name} of the configuration threw; mend that function (RangeError)`,
      ),
    );
  });

  test('values that are none: one warning each, and the default', () => {
    const toy = new ToyInstrumentation({
      style: 'loud' as 'fancy',
      requireParentSpan: 'yes' as unknown as boolean,
      requestHook: 7 as never,
    });
    expect(toy.getConfig()).toEqual({
      enabled: true,
      requireParentSpan: false,
      suppressInternalInstrumentation: false,
      captureErrorMessages: false,
      style: 'plain',
    });
    expect(telemetry.warnings()).toEqual([
      '@test/instrumentation-toy: option "requireParentSpan" must be a boolean; using false',
      '@test/instrumentation-toy: option "requestHook" must be a function; using none',
      `@test/instrumentation-toy: option "style" must be one of 'plain', 'fancy'; using plain`,
    ]);
  });
});

describe('misuse', () => {
  test('exports of something else', () => {
    const toy = new ToyInstrumentation();
    for (const nothing of [undefined, null, 7, {}, () => {}]) toy.instrumentModule(nothing);
    expect(telemetry.warnings()).toEqual([
      '@test/instrumentation-toy: instrumentModule() was given nothing to instrument; expected are the exports of toy',
    ]);
  });

  test('a method that is gone: one line that names it, the rest goes on', async () => {
    const library = createLibrary();
    Reflect.deleteProperty(library.Box.prototype, 'getTwice');
    new ToyInstrumentation().instrumentModule(library);
    await new library.Box().get('a');
    expect(telemetry.warnings()).toEqual([
      '@test/instrumentation-toy: toy has no Box.getTwice: calls of it are not traced',
    ]);
    expect(names()).toEqual(['get boxes']);
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
    expect(names()).toEqual(['get boxes']);
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
    expect(telemetry.warnings()).toEqual([
      '@test/instrumentation-toy: the tracer could not start a span (Error)',
    ]);
  });
});
