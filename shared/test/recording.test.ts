import { describe, expect, jest, test } from '@jest/globals';
import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { AlwaysOffSampler, type Sampler } from '@opentelemetry/sdk-trace';
import { instrumented, restart, seen } from './instrumented';
import { stopTelemetry } from './telemetry';

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
    restart({ traces: false, contextManager: false });
    const { box } = instrumented();
    await box.getTwice('a');
    await box.get('missing').catch(() => {});
    expect(await seen.telemetry.points('toy.duration')).toEqual([
      { attributes: { op: 'get_twice' }, value: 1 },
      { attributes: { op: 'get', 'error.type': 'NOT_FOUND' }, value: 1 },
    ]);
  });

  test('metrics only: what a listener calls is measured while its stream is read', async () => {
    restart({ traces: false, contextManager: false });
    const { box } = instrumented();
    await new Promise((resolve) => {
      box
        .feed()
        .on('data', () => void box.get('a'))
        .on('close', resolve);
    });
    const points = await seen.telemetry.points('toy.duration');
    expect(points.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))).toEqual([
      { attributes: { op: 'feed' }, value: 1 },
      { attributes: { op: 'get' }, value: 1 },
    ]);
  });

  test('unsampled: measured, propagated as unsampled, not described in detail', async () => {
    restart({ sampler: new AlwaysOffSampler() });
    const { box } = instrumented();
    await box.transact(async () => {
      expect(trace.getActiveSpan()?.spanContext().traceFlags).toBe(0);
    });
    expect(seen.names()).toEqual([]);
    expect(await seen.telemetry.points('toy.duration')).toEqual([
      { attributes: { op: 'commit' }, value: 1 },
      { attributes: { op: 'transact' }, value: 1 },
    ]);
  });

  test('the sampler is told what the call is', async () => {
    const asked: unknown[] = [];
    const sampler: Sampler = {
      shouldSample: (_context, _trace, name, _kind, attributes) => {
        asked.push([name, { ...attributes }]);
        return { decision: 2 };
      },
      toString: () => 'asked',
    };
    restart({ sampler });
    await instrumented().box.get('named');
    expect(asked).toEqual([['get boxes', { 'toy.operation': 'get', 'toy.named': true }]]);
  });

  test('suppressed: nothing', async () => {
    const { box } = instrumented();
    await context.with(suppressTracing(ROOT_CONTEXT), () => box.get('a'));
    expect(seen.names()).toEqual([]);
    expect(await seen.telemetry.points('toy.duration')).toEqual([]);
  });

  test('the scope: package, version, conventions', async () => {
    const { box } = instrumented();
    await box.get('a');
    expect(seen.telemetry.finished()[0]?.instrumentationScope).toEqual({
      name: '@test/instrumentation-toy',
      version: '1.2.3',
      schemaUrl: 'https://opentelemetry.io/schemas/1.45.0',
    });
  });

  test('the duration is that of the span', async () => {
    const { box } = instrumented();
    let now = 1_000_000;
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => (now += 1_000));
    try {
      await box.get('a');
    } finally {
      clock.mockRestore();
    }
    const [seconds, nanoseconds] = seen.telemetry.finished()[0]?.duration ?? [0, 0];
    const [sum = 0] = await seen.telemetry.sums('toy.duration');
    // Each look at the clock takes a second here: the span is looked at before and after the metric.
    expect(sum).toBeGreaterThanOrEqual(1);
    expect(seconds + nanoseconds / 1e9 - sum).toBeGreaterThanOrEqual(0);
    expect(seconds + nanoseconds / 1e9 - sum).toBeLessThanOrEqual(3);
  });
});
