import { describe, expect, test } from '@jest/globals';
import {
  defaultTextMapGetter,
  defaultTextMapSetter,
  ROOT_CONTEXT,
  type SpanContext,
  trace,
} from '@opentelemetry/api';
import { CompositePropagator, suppressTracing, W3CTraceContextPropagator } from '@opentelemetry/core';
import { XCloudTracePropagator } from '../src/xcloudtrace-propagator';

const propagator = new XCloudTracePropagator();
const TRACE = '105445aa7843bc8bf206b12000100000';

const extract = (
  header: unknown,
  from: CompositePropagator | XCloudTracePropagator = propagator,
  more = {},
): SpanContext | undefined =>
  trace.getSpanContext(
    from.extract(ROOT_CONTEXT, { 'x-cloud-trace-context': header, ...more }, defaultTextMapGetter),
  );

const inject = (spanContext: Partial<SpanContext>, suppressed = false): object => {
  const carrier = {};
  const context = trace.setSpanContext(ROOT_CONTEXT, {
    traceId: TRACE,
    spanId: '0000000000000001',
    traceFlags: 1,
    ...spanContext,
  });
  propagator.inject(suppressed ? suppressTracing(context) : context, carrier, defaultTextMapSetter);
  return carrier;
};

const remote = (spanId: string, traceFlags: number): SpanContext => ({
  traceId: TRACE,
  spanId,
  traceFlags,
  isRemote: true,
});

describe('extracts', () => {
  test.each([
    [`${TRACE}/1;o=1`, remote('0000000000000001', 1)],
    [`${TRACE}/1;o=0`, remote('0000000000000001', 0)],
    [`${TRACE}/1`, remote('0000000000000001', 0)],
    [`${TRACE.toUpperCase()}/1;o=1`, remote('0000000000000001', 1)],
    [` ${TRACE}/1;o=1 `, remote('0000000000000001', 1)],
    [`${TRACE}/18446744073709551615;o=1`, remote('ffffffffffffffff', 1)],
    [[`${TRACE}/1;o=1`], remote('0000000000000001', 1)],
    [`${TRACE}/1;o=1, ${'e'.repeat(32)}/2;o=0`, remote('0000000000000001', 1)],
    [`${TRACE}/1; o=1`, remote('0000000000000001', 1)],
    [`${TRACE}/1;o=1;`, remote('0000000000000001', 1)],
    [`${TRACE}/1;`, remote('0000000000000001', 0)],
    [`${TRACE}/1;o=3`, remote('0000000000000001', 1)],
    [`${TRACE}/00001;o=1`, remote('0000000000000001', 1)],
  ])('%s', (header, expected) => {
    expect(extract(header)).toEqual(expected);
  });
});

describe('does not extract', () => {
  test.each([
    [undefined],
    [''],
    [TRACE],
    [`${TRACE};o=1`],
    [`${TRACE}/0;o=1`],
    [`${TRACE}/18446744073709551616;o=1`],
    [`${TRACE}/99999999999999999999999;o=1`],
    [`${'0'.repeat(32)}/1;o=1`],
    [`${TRACE}/1;o=1;evil`],
    [`${TRACE}/1;o=`],
    [`${TRACE}/abc;o=1`],
    [`, ${TRACE}/1;o=1`],
    ['x'.repeat(100_000)],
    [42],
  ])('%p', (header) => {
    expect(extract(header)).toBeUndefined();
  });
});

test('injects what it extracts', () => {
  expect(inject({})).toEqual({ 'x-cloud-trace-context': `${TRACE}/1;o=1` });
  expect(inject({ spanId: 'ffffffffffffffff', traceFlags: 0 })).toEqual({
    'x-cloud-trace-context': `${TRACE}/18446744073709551615;o=0`,
  });
});

test('injects nothing where there is nothing, or where tracing is suppressed', () => {
  expect(inject({ traceId: '0'.repeat(32) })).toEqual({});
  expect(inject({}, true)).toEqual({});
});

test("beside W3C's, that one's context holds, and its own where that is missing", () => {
  const both = new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), propagator] });
  const traceparent = `00-${'c'.repeat(32)}-${'d'.repeat(16)}-01`;
  expect(extract(`${TRACE}/1;o=1`, both, { traceparent })?.traceId).toBe('c'.repeat(32));
  expect(extract(`${TRACE}/1;o=1`, both)?.traceId).toBe(TRACE);
  expect(both.fields()).toEqual(['traceparent', 'tracestate', 'x-cloud-trace-context']);
});
