import { describe, expect, test } from '@jest/globals';
import type { SpanRecord } from '../../harness/index.ts';
import { services } from '../../services/index.ts';
import { drawStep, misplaced } from '../../suites/traces/index.ts';
import { withoutBackground } from '../../suites/traces/layers.ts';
import { span as anySpan } from '../fixtures/span.ts';

const { layers } = services.firestore;

const span = (spanId: string, parentSpanId: string, rest: Partial<SpanRecord>): SpanRecord =>
  anySpan(spanId, { parentSpanId, scope: { name: layers.semantic }, ...rest });
const app = span('app', '', { name: 'app', scope: { name: 'scenario' }, attributes: { step: 'a step' } });
const call = span('call', 'app', {});
const grpc = { name: 'grpc.x/Get', scope: { name: '@opentelemetry/instrumentation-grpc' } };
const request = span('request', 'call', grpc);

describe('the suite of traces sees', () => {
  test('nothing wrong with what is right', () => {
    expect(misplaced([app, call, request, span('retry', 'request', grpc)], layers)).toEqual([]);
  });

  test.each<[fault: string, spans: SpanRecord[], finding: string]>([
    [
      'a span of the client itself',
      [app, call, request, span('native', 'call', { name: 'Commit', scope: { name: layers.native } })],
      'native span: Commit',
    ],
    [
      'a request beside its call',
      [app, call, request, span('beside', 'app', grpc)],
      'request without a semantic span above it: grpc.x/Get',
    ],
    ['a call that sent nothing', [app, call], 'semantic span without a request below it: get orders'],
    [
      'a call that is told twice',
      [app, call, span('twice', 'call', {}), span('request', 'twice', grpc)],
      'call inside a call: get orders',
    ],
  ])('%s', (_, spans, finding) => {
    expect(misplaced(spans, layers)).toEqual([finding]);
  });

  test('a step that was not taken', () => {
    expect(() => drawStep([app, call], 'another step')).toThrow('no step "another step" was taken');
  });

  test('what belongs to a step, with its retries and links', () => {
    const next = { ...app, spanId: 'next', attributes: { step: 'the next' } };
    const told = span('told', 'app', {
      events: [{ name: 'retry', attributes: { 'error.type': 'ABORTED' } }],
      links: [{ traceId: 'trace', spanId: 'call', attributes: {} }],
    });
    expect(drawStep([app, call, told, next, request], 'a step')).toBe(
      'C app\n  C get orders\n  C get orders * retry ABORTED ~> get orders',
    );
  });

  test('what a client does for itself in a trace, and not what it does there by itself', () => {
    const own = { ...layers, background: /CreateSession$/ };
    const session = { ...grpc, name: 'grpc.x/CreateSession' };
    const { parentSpanId: _, ...root } = span('session', '', session);
    const retry = span('retry', 'session', session);
    expect(misplaced([app, call, request, root, retry], own)).toEqual([]);
    expect(withoutBackground([app, call, request, root], own)).toEqual([app, call, request]);
    expect(misplaced([app, call, request, span('session', 'call', session)], own)).toEqual([
      "the client's own request in a trace: grpc.x/CreateSession",
    ]);
  });
});
