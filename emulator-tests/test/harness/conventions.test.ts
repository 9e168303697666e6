import { describe, expect, test } from '@jest/globals';
import { checkMetric, checkSpan, checkTelemetry } from '../../conventions/index.ts';
import type { MetricRecord, SpanRecord } from '../../harness/index.ts';
import { services } from '../../services/index.ts';

const { documented: firestore } = services.firestore;
const { documented: storage } = services.storage;

const span: SpanRecord = {
  name: 'get users/{id}/orders',
  kind: 'CLIENT',
  scope: { name: firestore.scope },
  traceId: '1',
  spanId: '1',
  startTime: 0,
  durationMs: 1,
  attributes: {
    'db.system.name': 'gcp.firestore',
    'db.namespace': 'demo|(default)',
    'db.collection.name': 'users/{id}/orders',
    'db.operation.name': 'get',
    'db.query.summary': 'get users/{id}/orders',
    'server.address': '127.0.0.1',
    'server.port': 8080,
    'gcp.client.service': 'firestore',
    'gcp.firestore.transport': 'grpc',
    'gcp.firestore.documents.found': 1,
  },
  status: { code: 'UNSET' },
  events: [],
  links: [],
  resource: {},
};

const failed: SpanRecord = {
  ...span,
  attributes: { ...span.attributes, 'error.type': 'NOT_FOUND', 'db.response.status_code': 'NOT_FOUND' },
  status: { code: 'ERROR', message: 'NOT_FOUND' },
  events: [{ name: 'exception', attributes: { 'exception.type': 'NOT_FOUND' } }],
};

const duration: MetricRecord = {
  name: 'db.client.operation.duration',
  unit: 's',
  instrument: 'histogram',
  scope: { name: firestore.scope },
  points: [
    {
      attributes: { 'db.system.name': 'gcp.firestore', 'db.operation.name': 'get' },
      value: 0.1,
      count: 1,
      boundaries: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10],
    },
  ],
};

const billing: MetricRecord = {
  name: 'gcp.firestore.client.billing.operations',
  unit: '{operation}',
  instrument: 'counter',
  scope: { name: firestore.scope },
  points: [
    {
      attributes: {
        'gcp.firestore.billing.kind': 'read',
        'gcp.firestore.billing.precision': 'exact',
        'db.collection.name': 'users',
        'db.operation.name': 'get',
      },
      value: 3,
    },
  ],
};

const [point] = duration.points;
const withAttributes = (attributes: SpanRecord['attributes']): SpanRecord => ({
  ...span,
  attributes: { ...span.attributes, ...attributes },
});
const without = (key: string): SpanRecord => {
  const { [key]: _, ...attributes } = span.attributes;
  return { ...span, attributes };
};

describe('what follows the conventions passes', () => {
  test('spans', () => {
    expect(checkSpan(span, firestore)).toEqual([]);
    expect(checkSpan(failed, firestore)).toEqual([]);
  });

  test('metrics', () => {
    expect(checkMetric(duration, firestore)).toEqual([]);
    expect(checkMetric(billing, firestore)).toEqual([]);
  });
});

test.each<[fault: string, span: SpanRecord, id: string, key: string]>([
  [
    'an unknown name',
    withAttributes({ 'gcp.firestore.speed': 1 }),
    'missing_attribute',
    'gcp.firestore.speed',
  ],
  ['a name without a namespace', withAttributes({ speed: 1 }), 'missing_namespace', 'speed'],
  ['a deprecated name', withAttributes({ 'db.name': 'demo' }), 'deprecated', 'db.name'],
  [
    'a mistyped registered attribute',
    withAttributes({ 'server.port': '8080' }),
    'type_mismatch',
    'server.port',
  ],
  [
    'a mistyped attribute of our own',
    withAttributes({ 'gcp.firestore.documents.found': 1.5 }),
    'type_mismatch',
    'gcp.firestore.documents.found',
  ],
  [
    'an unknown system',
    withAttributes({ 'db.system.name': 'firestore' }),
    'undefined_enum_variant',
    'db.system.name',
  ],
  [
    "another of Google's systems",
    withAttributes({ 'db.system.name': 'gcp.spanner' }),
    'pattern_mismatch',
    'db.system.name',
  ],
  [
    'a document id',
    withAttributes({ 'db.collection.name': 'users/al/orders' }),
    'pattern_mismatch',
    'db.collection.name',
  ],
  ['no system', without('db.system.name'), 'required_attribute_not_present', 'db.system.name'],
  [
    'no transport',
    without('gcp.firestore.transport'),
    'required_attribute_not_present',
    'gcp.firestore.transport',
  ],
  ['an undocumented operation', { ...span, name: 'fetch users' }, 'undocumented_span_name', 'fetch users'],
  [
    'a document id in the name',
    { ...span, name: 'get users/al/orders' },
    'undocumented_span_name',
    'get users/al/orders',
  ],
  ['no target in the name', { ...span, name: 'get' }, 'undocumented_span_name', 'get'],
  [
    'a name too long',
    { ...span, name: `get ${'a'.repeat(255)}` },
    'undocumented_span_name',
    `get ${'a'.repeat(255)}`,
  ],
  ['the wrong kind', { ...span, kind: 'INTERNAL' }, 'unexpected_span_kind', span.name],
  ['status OK', { ...span, status: { code: 'OK' } }, 'unexpected_status', span.name],
  [
    'a failure without a type',
    { ...span, status: { code: 'ERROR' } },
    'required_attribute_not_present',
    'error.type',
  ],
  [
    'an error type on a success',
    withAttributes({ 'error.type': 'ABORTED' }),
    'unexpected_attribute',
    'error.type',
  ],
  ['an unknown event', { ...span, events: [{ name: 'oops', attributes: {} }] }, 'missing_event', 'oops'],
  [
    "an attribute that is not the event's",
    { ...span, events: [{ name: 'retry', attributes: { 'db.namespace': 'x' } }] },
    'attribute_not_on_event',
    'db.namespace',
  ],
])('a span with %s is found', (_, faulty, id, key) => {
  expect(checkSpan(faulty, firestore)).toEqual([expect.objectContaining({ level: 'violation', id, key })]);
});

test.each<[fault: string, metric: MetricRecord, id: string, key: string]>([
  ['an unknown name', { ...duration, name: 'db.client.time' }, 'missing_metric', 'db.client.time'],
  ['another unit', { ...duration, unit: 'ms' }, 'unit_mismatch', duration.name],
  ['another instrument', { ...billing, instrument: 'updowncounter' }, 'unexpected_instrument', billing.name],
  [
    "the SDK's own bucket boundaries",
    { ...duration, points: [{ attributes: {}, value: 1, ...point, boundaries: [0, 5, 10] }] },
    'bucket_boundaries_mismatch',
    duration.name,
  ],
  [
    'an attribute that it does not have',
    {
      ...billing,
      points: [{ attributes: { ...billing.points[0]?.attributes, 'server.port': 1 }, value: 1 }],
    },
    'attribute_not_on_metric',
    'server.port',
  ],
  [
    'a required attribute missing',
    {
      ...billing,
      points: [
        {
          attributes: { 'gcp.firestore.billing.precision': 'exact', 'db.operation.name': 'get' },
          value: 1,
        },
      ],
    },
    'required_attribute_not_present',
    'gcp.firestore.billing.kind',
  ],
])('a metric with %s is found', (_, faulty, id, key) => {
  expect(checkMetric(faulty, firestore)).toEqual([expect.objectContaining({ level: 'violation', id, key })]);
});

test("other scopes' spans are not checked, and an empty check is none", () => {
  const foreign = { ...span, name: 'GET', scope: { name: 'http' } };
  expect(checkTelemetry({ spans: [span, foreign], metrics: [duration, billing] }, firestore)).toEqual([]);
  expect(() => checkTelemetry({ spans: [foreign], metrics: [] }, firestore)).toThrow('nothing was emitted');
});

describe('Storage', () => {
  const move: SpanRecord = {
    ...span,
    name: 'move bucket',
    kind: 'INTERNAL',
    scope: { name: storage.scope },
    attributes: {
      'gcp.storage.operation': 'move',
      'gcp.storage.bucket': 'bucket',
      'gcp.client.service': 'storage',
      'server.address': 'storage.googleapis.com',
    },
  };
  const attributes = (more: SpanRecord['attributes']): SpanRecord => ({
    ...move,
    attributes: { ...move.attributes, ...more },
  });
  const operationDuration: MetricRecord = {
    name: 'gcp.storage.client.operation.duration',
    unit: 's',
    instrument: 'histogram',
    scope: { name: storage.scope },
    points: [
      {
        attributes: { 'gcp.storage.operation': 'move', 'server.address': 'storage.googleapis.com' },
        value: 0.1,
        count: 1,
        boundaries: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10],
      },
    ],
  };

  test('what is as documented passes; what is of either kind in both', () => {
    expect(checkSpan(move, storage)).toEqual([]);
    expect(checkMetric(operationDuration, storage)).toEqual([]);
    const compose = { ...attributes({ 'gcp.storage.operation': 'compose' }), name: 'compose bucket' };
    expect(checkSpan(compose, storage)).toEqual([]);
    expect(checkSpan({ ...compose, kind: 'CLIENT' }, storage)).toEqual([]);
  });

  test.each<[fault: string, span: SpanRecord, id: string, key: string]>([
    ['an object in the name', { ...move, name: 'move bucket/a' }, 'undocumented_span_name', 'move bucket/a'],
    ['the wrong kind', { ...move, kind: 'CLIENT' }, 'unexpected_span_kind', 'move bucket'],
    [
      'an unknown operation',
      attributes({ 'gcp.storage.operation': 'put' }),
      'pattern_mismatch',
      'gcp.storage.operation',
    ],
    [
      'bytes as text',
      attributes({ 'gcp.storage.bytes.sent': '1' }),
      'type_mismatch',
      'gcp.storage.bytes.sent',
    ],
    ['a session', attributes({ 'gcp.storage.uri': 'x' }), 'missing_attribute', 'gcp.storage.uri'],
  ])('a span with %s is found', (_, faulty, id, key) => {
    expect(checkSpan(faulty, storage)).toEqual([expect.objectContaining({ id, key })]);
  });

  test("the SDK's own bucket boundaries, and an object's name in a metric, are found", () => {
    const [only] = operationDuration.points;
    const boundaries = { ...only!, boundaries: [0, 5] };
    expect(checkMetric({ ...operationDuration, points: [boundaries] }, storage)).toEqual([
      expect.objectContaining({ id: 'bucket_boundaries_mismatch' }),
    ]);
    const named = { ...only!, attributes: { ...only!.attributes, 'gcp.storage.object': 'a' } };
    expect(checkMetric({ ...operationDuration, points: [named] }, storage)).toEqual([
      expect.objectContaining({ id: 'attribute_not_on_metric', key: 'gcp.storage.object' }),
    ]);
  });
});
