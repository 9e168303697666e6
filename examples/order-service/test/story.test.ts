import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { pagesWithTraces, redrawn, tracesOn, comparable } from '../../../scripts/drawn-traces.mts';
import { type Money, usdOf } from '../src/report/money.ts';
import type { SpanRecord } from '../src/report/record.ts';
import { demo, type Outcome } from './demo.ts';

const firestore = '@gcp-otel/instrumentation-firestore';
const storage = '@gcp-otel/instrumentation-storage';
const spanner = '@gcp-otel/instrumentation-spanner';
const vertexai = '@gcp-otel/instrumentation-vertexai';
const grpc = '@opentelemetry/instrumentation-grpc';
const http = '@opentelemetry/instrumentation-http';
const undici = '@opentelemetry/instrumentation-undici';

/** The requests of the story, in its order. */
const requests = [
  'PUT /payments',
  'PUT /products',
  'PUT /customers/:id',
  'PUT /customers/:id',
  'GET /open-orders',
  'POST /orders',
  'POST /orders',
  'GET /orders/:id',
  'GET /orders/:id/invoice',
  'POST /orders/:id/questions',
  'POST /orders/:id/shipment',
  'POST /sales',
  'POST /orders/:id/shipment',
  'GET /orders/:id',
  'GET /customers/:id/orders',
  'GET /customers/:id/invoices',
  'GET /dashboard',
  'PUT /ledgers/:id',
  'GET /ledgers/:id/columns',
  'GET /ledgers/:id/columns',
];

describe('--format json', () => {
  let outcome: Outcome;
  let spans: SpanRecord[];
  let bill: Money;

  beforeAll(async () => {
    outcome = await demo(['--format', 'json']);
    ({ spans, bill } = JSON.parse(outcome.stdout));
  });

  const named = (name: string) => spans.filter((span) => span.name === name);
  const transactionsOf = (plugin: string) =>
    named('transaction').filter(({ scope }) => scope.name === plugin);
  const childrenOf = (parent: SpanRecord | undefined) =>
    spans.filter(({ parentSpanId }) => parentSpanId === parent?.spanId).map(({ name }) => name);

  test('succeeds', () => {
    expect(outcome.code).toBe(0);
  });

  test('records the service, its calls of all clients and their requests, and nothing else', () => {
    const scopes = new Set(spans.map(({ scope }) => scope.name));
    expect(scopes).toEqual(new Set([http, firestore, grpc, spanner, storage, undici, vertexai]));
  });

  test('has one trace for each request of the story', () => {
    expect(spans.filter(({ kind }) => kind === 'SERVER').map(({ name }) => name)).toEqual(requests);
  });

  test.each([
    ['gRPC call', grpc, [firestore, spanner]],
    ['HTTP request', http, [storage]],
    ['request by fetch', undici, [vertexai]],
  ])('has every %s below the call that caused it', (_what, transport, plugins) => {
    const ofPlugins = spans.filter(({ scope }) => plugins.includes(scope.name));
    const calls = new Set(ofPlugins.map(({ spanId }) => spanId));
    const requestsSent = spans.filter(({ scope, kind }) => scope.name === transport && kind === 'CLIENT');
    expect(requestsSent.length).toBeGreaterThanOrEqual(calls.size / 2);
    // A transport that tries again by itself does so from within.
    const isBelowCall = ({ parentSpanId }: SpanRecord): boolean =>
      calls.has(parentSpanId ?? '') ||
      requestsSent.some((parent) => parent.spanId === parentSpanId && isBelowCall(parent));
    expect(requestsSent.filter((request) => !isBelowCall(request))).toEqual([]);
  });

  test('shows what a transaction consists of', () => {
    const [placed, outOfStock] = transactionsOf(firestore);
    expect(childrenOf(placed)).toEqual(['get_all products', 'commit']);
    expect(childrenOf(outOfStock)).toEqual(['get_all products', 'rollback']);
    expect(outOfStock).toMatchObject({ status: 'ERROR', attributes: { 'error.type': 'OutOfStock' } });
  });

  test('shows how a payment is booked', () => {
    const [booked] = transactionsOf(spanner);
    expect(childrenOf(booked)).toEqual(['BATCH UPDATE Accounts', 'SELECT Accounts', 'commit']);
    const commit = spans.find((span) => span.parentSpanId === booked?.spanId && span.name === 'commit');
    expect(commit?.attributes).toMatchObject({ 'gcp.spanner.mutations': 1 });
  });

  test.each([
    ['Firestore', firestore, 'gcp.firestore.transaction.attempts'],
    ['Spanner', spanner, 'gcp.spanner.transaction.attempts'],
  ])('shows the transaction of %s that lost to another, and ran again', (_service, plugin, attempts) => {
    const retried = transactionsOf(plugin).filter(({ events }) =>
      events.some(({ name }) => name === 'retry'),
    );
    expect(retried.length).toBeGreaterThanOrEqual(1);
    const [sales] = named('POST /sales');
    for (const transaction of retried) {
      expect(transaction.parentSpanId).toBe(sales?.spanId);
      expect(transaction.attributes[attempts]).toBe(transaction.events.length + 1);
      expect(transaction.events[0]?.attributes['error.type']).toBe('ABORTED');
      expect(childrenOf(transaction).at(-1)).toBe('commit');
    }
  });

  test('shows all services in the trace of one request', () => {
    const [placed, outOfStock] = named('POST /orders');
    expect(childrenOf(placed)).toEqual(['transaction', 'transaction', 'upload invoices']);
    expect(childrenOf(named('POST /sales')[0]).toSorted()).toEqual([
      ...Array.from({ length: 4 }, () => 'transaction'),
      ...Array.from({ length: 2 }, () => 'upload invoices'),
    ]);
    expect(childrenOf(outOfStock)).toEqual(['transaction']);
    expect(childrenOf(named('GET /orders/:id/invoice')[0])).toEqual([
      'get orders',
      'get_metadata invoices',
      'download invoices',
    ]);
    expect(childrenOf(named('PUT /ledgers/:id')[0]).toSorted()).toEqual(['query orders', 'upload ledgers']);
  });

  test('shows what a model was asked, what it called, and what came of that', () => {
    const [question] = named('POST /orders/:id/questions');
    const asked = spans.filter(({ parentSpanId }) => parentSpanId === question?.spanId);
    expect(asked.map(({ name }) => name)).toEqual([
      'generate_content gemini-2.5-flash',
      'execute_tool order_status',
      'generate_content gemini-2.5-flash',
    ]);
    expect(asked.map(({ attributes }) => attributes['gen_ai.response.finish_reasons'])).toEqual([
      ['tool_call'],
      undefined,
      ['stop'],
    ]);
    expect(asked.map(childrenOf)).toEqual([['POST'], ['get orders'], ['POST']]);
    for (const { traceId } of asked) expect(traceId).toBe(question?.traceId);
  });

  test('shows how an upload was done, and what it is billed as', () => {
    const [invoice] = named('upload invoices');
    const [ledger] = named('upload ledgers');
    expect(invoice?.attributes).toMatchObject({
      'gcp.storage.upload.type': 'multipart',
      'gcp.storage.bytes.sent': 62,
      'gcp.storage.billing.class_a': 1,
    });
    expect(childrenOf(invoice)).toEqual(['POST']);
    expect(ledger?.attributes).toMatchObject({
      'gcp.storage.upload.type': 'resumable',
      'gcp.storage.billing.class_a': 1,
    });
    expect(childrenOf(ledger)).toEqual(['POST', 'PUT']);
  });

  test('shows which downloads were whole, of a range, or left early', () => {
    const [whole, ...ranges] = named('download invoices').map(({ attributes }) => attributes);
    expect(whole).toMatchObject({ 'gcp.storage.range': false, 'gcp.storage.bytes.received': 62 });
    expect(ranges.length).toBeGreaterThanOrEqual(2);
    for (const range of ranges)
      expect(range).toMatchObject({ 'gcp.storage.range': true, 'gcp.storage.bytes.received': 16 });

    const [left, missing] = named('download ledgers');
    expect(left).toMatchObject({ status: 'UNSET', attributes: { 'gcp.storage.transfer.aborted': true } });
    expect(missing).toMatchObject({ status: 'ERROR', attributes: { 'error.type': '404' } });
  });

  test('shows how long a list is', () => {
    const [list] = named('list_objects invoices');
    expect(list?.attributes).toMatchObject({
      'gcp.storage.list.pages': 1,
      'gcp.storage.list.items': named('download invoices').length - 1,
    });
  });

  test('has the bill: its lines add up, all is priced, and the requests cost what the metrics say', () => {
    const { total, lines, unpriced, warnings, routes, region } = bill;
    expect({ region, unpriced, warnings }).toEqual({ region: 'us-central1', unpriced: [], warnings: [] });
    expect(total).toBeGreaterThan(0.0001);
    expect(usdOf(lines)).toBeCloseTo(total, 12);
    // Spans say to which request a call belongs, metrics count each call: two ways to the same money.
    expect(routes.reduce((sum, { usd }) => sum + usd, 0)).toBeCloseTo(total, 12);
    const asked = routes.filter(({ requests: count }) => count > 0).map(({ route }) => route);
    expect(asked.toSorted()).toEqual([...new Set(requests)].toSorted());
  });

  test('contains no id, no name of an object, no value and no message', () => {
    const secrets =
      /\b(?:ada|grace|tea-\d+|pot-\d+|0rder-42|first-ever|march|april|Lovelace)\b|"open"|\.csv|Where is|tea shop|word1/;
    expect(outcome.stdout).not.toMatch(secrets);
    expect(outcome.stdout).not.toMatch(/"[^"]*documents\/|orders\/[A-Za-z0-9]{20}/);
    expect(outcome.stdout).not.toMatch(/[?&](?:upload_id|name|prefix)=(?!REDACTED)/);
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
  });

  test('draws a titled tree for each request', () => {
    expect(outcome.stdout).toMatch(
      /^Ada orders tea and a pot\nPOST \/orders .* 200\n├─ transaction .* firestore · attempts 1$/m,
    );
    expect(outcome.stdout).toMatch(
      /^└─ upload invoices .* multipart · attempts 1 · bytes sent 62 · class A 1\n {3}└─ http POST .* 200$/m,
    );
  });

  test.each(pagesWithTraces.map((page) => [relative('', page), page]))(
    'draws what %s shows (npm run docs:trace writes it there)',
    (_name, path) => {
      const page = readFileSync(path, 'utf8');
      expect(tracesOn(page)).not.toEqual([]);
      expect(tracesOn(page).map(comparable)).toEqual(tracesOn(redrawn(page, outcome.stdout)).map(comparable));
    },
  );

  test('says which backends it starts', () => {
    const isNamed = (service: string) =>
      Boolean(process.env[`${service.toUpperCase().replace(' ', '')}_EMULATOR_HOST`]);
    const isTold = (service: string) => new RegExp(`^starting the .*${service}\\b`, 'm').test(outcome.stderr);
    const services = ['Firestore', 'Storage', 'Spanner', 'Vertex AI'];
    expect(services.filter((service) => isTold(service) === isNamed(service))).toEqual([]);
  });

  test('adds up what Firestore bills by collection', () => {
    expect(outcome.stdout).toMatch(/^Firestore bills +reads +writes +deletes +USD$/m);
    expect(outcome.stdout).toMatch(/^customers +0 +2 +0 +0\.00000180$/m);
    expect(outcome.stdout).toMatch(/^products +\d+ +29 +0 +0\.\d{8}$/m);
    expect(outcome.stdout).toMatch(/^orders\/\{id\}\/lines +2 +4 +0 +0\.00000420$/m);
    expect(outcome.stdout).toMatch(/^total +\d+ +39 +0 +0\.\d{8}$/m);
  });

  test('adds up requests and bytes of Cloud Storage by bucket', () => {
    expect(outcome.stdout).toMatch(/^Cloud Storage +class A +class B +bytes up +bytes down +USD$/m);
    expect(outcome.stdout).toMatch(/^invoices +4 +\d+ +160 +\d+ +0\.\d{8}$/m);
    expect(outcome.stdout).toMatch(/^ledgers +1 +1 +\d+ +\d+ +0\.00000540$/m);
    expect(outcome.stdout).toMatch(/^total +5 +\d+ +\d+ +\d+ +0\.\d{8}$/m);
  });

  test('adds up what Spanner was asked for, though it bills something else', () => {
    expect(outcome.stdout).toMatch(
      /^Spanner \(bills capacity\) +attempts +statements +rows read +changed +mutations$/m,
    );
    expect(outcome.stdout).toMatch(/^transaction +[4-9] +0 +0 +0 +0$/m);
    expect(outcome.stdout).toMatch(/^total +\d+ +\d+ +\d+ +\d+ +\d+\n$/m);
  });

  test('adds up tokens by model', () => {
    expect(outcome.stdout).toMatch(/^Model tokens +requests +input +cached +output +reasoning +USD$/m);
    expect(outcome.stdout).toMatch(/^gemini-2\.5-flash +2 +42 +8 +26 +14 +0\.00011424$/m);
  });

  test('says what a million of each request would cost, and that it is an estimate', () => {
    expect(outcome.stdout).toMatch(/^Requests +requests +USD +USD for a million$/m);
    expect(outcome.stdout).toMatch(/^PUT \/customers\/:id +2 +0\.00000180 +0\.90$/m);
    expect(outcome.stdout).toMatch(/^GET \/ledgers\/:id\/columns +2 +0\.00000040 +0\.20$/m);
    expect(outcome.stdout).toMatch(/^total +20 +0\.\d{8}\n\nAn estimate: .*\n$/m);
  });

  test('uses no colour where there is no terminal', () => {
    expect(outcome.stdout).not.toContain('\u001B');
  });
});
