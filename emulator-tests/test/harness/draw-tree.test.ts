import { expect, test } from '@jest/globals';
import { drawTree, type SpanRecord } from '../../harness/index.ts';
import { span as anySpan } from '../fixtures/span.ts';

const span = (spanId: string, name: string, rest: Partial<SpanRecord> = {}): SpanRecord =>
  anySpan(spanId, { name, ...rest });

const commit = 'grpc.google.firestore.v1.Firestore/Commit';
const spans = [
  span('5', commit, {
    parentSpanId: '4',
    status: { code: 'ERROR' },
    attributes: { 'rpc.grpc.status_code': 10 },
  }),
  span('4', 'commit', {
    parentSpanId: '1',
    startTime: 2,
    status: { code: 'ERROR' },
    attributes: { 'error.type': 'ABORTED' },
  }),
  span('3', 'get users', { parentSpanId: '1', startTime: 1 }),
  span('2', 'get orders', { parentSpanId: '1', startTime: 1 }),
  span('1', 'transaction', { kind: 'INTERNAL', parentSpanId: 'of another process' }),
];

test('siblings stand in the order of their start, then in the order given', () => {
  expect(drawTree(spans)).toBe(
    `
I transaction
  C get users
  C get orders
  C commit ! ABORTED
    C grpc Commit ! 10
`.trim(),
  );
});

const attempts = ({ spanId }: SpanRecord) => (spanId === '1' ? '(attempts 1)' : '');

test('attributes are added on request', () => {
  expect(drawTree(spans.slice(3), { attributes: attempts })).toBe(
    'I transaction (attempts 1)\n  C get orders',
  );
});
