import { beforeAll, describe, expect, test } from '@jest/globals';
import type { SpanRecord } from '../src/report/record.ts';
import { demo, type Outcome } from './demo.ts';

const firestore = '@gcp-otel/instrumentation-firestore';
const grpc = '@opentelemetry/instrumentation-grpc';

/** The requests of the story, in its order. */
const requests = [
  'PUT /products',
  'PUT /customers/:id',
  'PUT /customers/:id',
  'GET /open-orders',
  'POST /orders',
  'POST /orders',
  'GET /orders/:id',
  'POST /orders/:id/shipment',
  'POST /sales',
  'POST /orders/:id/shipment',
  'GET /orders/:id',
  'GET /customers/:id/orders',
  'GET /dashboard',
];

describe('--format json', () => {
  let outcome: Outcome;
  let spans: SpanRecord[];

  beforeAll(async () => {
    outcome = await demo(['--format', 'json']);
    spans = JSON.parse(outcome.stdout);
  }, 90_000);

  const named = (name: string) => spans.filter((span) => span.name === name);
  const childrenOf = (parent: SpanRecord | undefined) =>
    spans.filter(({ parentSpanId }) => parentSpanId === parent?.spanId).map(({ name }) => name);

  test('succeeds', () => {
    expect(outcome.code).toBe(0);
  });

  test('records the service, its Firestore calls and their gRPC calls, and nothing else', () => {
    expect(new Set(spans.map(({ scope }) => scope.name))).toEqual(
      new Set(['@opentelemetry/instrumentation-http', firestore, grpc]),
    );
  });

  test('has one trace for each request of the story', () => {
    expect(spans.filter(({ kind }) => kind === 'SERVER').map(({ name }) => name)).toEqual(requests);
  });

  test('has every gRPC call below the call that caused it', () => {
    const ours = new Set(spans.filter(({ scope }) => scope.name === firestore).map(({ spanId }) => spanId));
    const strays = spans.filter(
      ({ scope, parentSpanId }) => scope.name === grpc && !ours.has(parentSpanId ?? ''),
    );
    expect(strays).toEqual([]);
  });

  test('shows what a transaction consists of', () => {
    const [placed, outOfStock] = named('transaction');
    expect(childrenOf(placed)).toEqual(['get_all products', 'commit']);
    expect(childrenOf(outOfStock)).toEqual(['get_all products', 'rollback']);
    expect(outOfStock).toMatchObject({ status: 'ERROR', attributes: { 'error.type': 'OutOfStock' } });
  });

  test('shows the transaction that lost to another, and ran again', () => {
    const retried = spans.filter(({ events }) => events.some(({ name }) => name === 'retry'));
    expect(retried.length).toBeGreaterThanOrEqual(1);
    for (const transaction of retried) {
      expect(transaction.attributes['gcp.firestore.transaction.attempts']).toBe(
        transaction.events.length + 1,
      );
      expect(transaction.events[0]?.attributes['error.type']).toBe('ABORTED');
      expect(childrenOf(transaction).at(-1)).toBe('commit');
    }
  });

  test('contains no id, no value and no message', () => {
    const secrets = /\b(?:ada|grace|tea-\d+|pot-\d+|0rder-42|first-ever|Lovelace)\b|"open"/;
    expect(outcome.stdout).not.toMatch(secrets);
    expect(outcome.stdout).not.toMatch(/"[^"]*documents\/|orders\/[A-Za-z0-9]{20}/);
  });

  test('says why an update failed', () => {
    const [shipped, mistyped] = named('update orders');
    expect(shipped).toMatchObject({ status: 'UNSET' });
    expect(mistyped).toMatchObject({ status: 'ERROR', attributes: { 'error.type': 'NOT_FOUND' } });
  });
});

describe('without options', () => {
  let outcome: Outcome;

  beforeAll(async () => {
    outcome = await demo([]);
  }, 90_000);

  test('draws a titled tree for each request', () => {
    expect(outcome.stdout).toMatch(
      /^Ada orders tea and a pot\nPOST \/orders .* 200\n└─ transaction .* attempts 1$/m,
    );
  });

  test('adds up what Firestore bills by collection', () => {
    expect(outcome.stdout).toMatch(/^Firestore bills +reads +writes +deletes$/m);
    expect(outcome.stdout).toMatch(/^customers +0 +2 +0$/m);
    expect(outcome.stdout).toMatch(/^products +\d+ +29 +0$/m);
    expect(outcome.stdout).toMatch(/^orders\/\{id\}\/lines +2 +4 +0$/m);
    expect(outcome.stdout).toMatch(/^total +\d+ +39 +0$/m);
  });

  test('uses no colour where there is no terminal', () => {
    expect(outcome.stdout).not.toContain('\u001B');
  });
});
