import { describe, expect, test } from '@jest/globals';
import { context, propagation, trace } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { instrumented, seen } from './instrumented';
import { ToyInstrumentation } from './toy-library';

describe('options', () => {
  test('requireParentSpan: no root of ours, yet a metric', async () => {
    const { box } = instrumented({ requireParentSpan: true });
    await box.get('a');
    expect(seen.names()).toEqual([]);
    await trace.getTracer('app').startActiveSpan('application', async (span) => {
      await box.get('a');
      span.end();
    });
    expect(seen.telemetry.take()).toMatchObject([{ name: 'application', children: [{ name: 'get boxes' }] }]);
    expect(await seen.telemetry.points('toy.duration')).toEqual([{ attributes: { op: 'get' }, value: 2 }]);
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
    const [span] = seen.telemetry.finished();
    expect(seen.names()).toEqual(['get boxes']);
    expect(sent.map(({ traceparent }) => traceparent?.split('-')[2])).toEqual([
      span?.spanContext().spanId,
      span?.spanContext().spanId,
    ]);
  });

  test('captureErrorMessages: message and stack, and the status says it', async () => {
    const { box } = instrumented({ captureErrorMessages: true });
    await box.get('missing').catch(() => {});
    expect(seen.telemetry.take()).toMatchObject([
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

  test('captureErrorMessages: of a URL all but its query, which holds signatures and keys', async () => {
    const { box } = instrumented({ captureErrorMessages: true });
    const url = 'http://example.com/a?upload_id=secret&sig=secret';
    const message = `request to ${url} failed, and ${url.toUpperCase()}`;
    await box.transact(() => Promise.reject(new Error(message))).catch(() => {});
    const recorded = JSON.stringify(seen.telemetry.take());
    expect(recorded).toContain('request to http://example.com/a failed, and HTTP://EXAMPLE.COM/A');
    expect(recorded).not.toMatch(/secret/i);
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
    expect(seen.names()).toEqual(['get boxes', 'commit boxes']);
    expect(await seen.telemetry.points('toy.duration')).toEqual([
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
    expect(seen.telemetry.take()).toMatchObject([
      { attributes: { 'hook.key': 'a', 'hook.end': 'value of a' } },
      { attributes: { 'hook.key': 'missing', 'hook.end': 'Error: no missing' } },
    ]);
  });

  test('a function of the configuration that throws is reported once, by name, with its message', async () => {
    const broken = (): never => {
      throw new RangeError('mine');
    };
    const { box } = instrumented({ ignoreOperation: broken, requestHook: broken, responseHook: broken });
    await box.get('a');
    await expect(box.get('a')).resolves.toBe('value of a');
    expect(seen.names()).toEqual(['get boxes', 'get boxes']);
    expect(seen.telemetry.warnings()).toEqual(
      ['ignoreOperation', 'requestHook', 'responseHook'].map(
        (name) =>
          `@test/instrumentation-toy: ${name} of the configuration threw; mend that function (RangeError: mine)`,
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
    expect(seen.telemetry.warnings()).toEqual([
      '@test/instrumentation-toy: option "requireParentSpan" must be a boolean; using false',
      '@test/instrumentation-toy: option "requestHook" must be a function; using none',
      `@test/instrumentation-toy: option "style" must be one of 'plain', 'fancy'; using plain`,
    ]);
  });
});
