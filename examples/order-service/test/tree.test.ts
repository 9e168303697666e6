import { describe, expect, test } from '@jest/globals';
import { type Paint, plain } from '../src/report/paint.ts';
import type { SpanRecord } from '../src/report/record.ts';
import { drawTrees } from '../src/report/tree.ts';
import { span } from './spans.ts';

const markup: Paint = (style, text) => `<${style}>${text}</${style}>`;

const untitled = () => undefined;

describe('a trace is drawn', () => {
  test('as a tree with durations and facts in columns', () => {
    const request = span('POST /orders', undefined, {
      durationMs: 38.24,
      attributes: { 'http.request.method': 'POST', 'http.response.status_code': 200 },
    });
    const transaction = span('transaction', request, {
      durationMs: 31,
      attributes: { 'gcp.firestore.transaction.attempts': 1 },
    });
    const read = span('get_all products', transaction, {
      durationMs: 6.1,
      attributes: { 'gcp.firestore.documents.found': 2, 'gcp.firestore.documents.missing': 0 },
    });
    const commit = span('commit', transaction, {
      durationMs: 9.3,
      attributes: {
        'db.operation.batch.size': 5,
        'gcp.firestore.writes.create': 3,
        'gcp.firestore.writes.update': 2,
        'gcp.firestore.writes.delete': 0,
      },
    });
    const spans = [
      request,
      transaction,
      read,
      span('grpc.google.firestore.v1.Firestore/BatchGetDocuments', read, { durationMs: 5 }),
      commit,
      span('grpc.google.firestore.v1.Firestore/Commit', commit, { durationMs: 8.8 }),
    ];

    expect(`\n${drawTrees(spans, () => 'Ada orders tea', plain)}\n`).toBe(`
Ada orders tea
POST /orders                       38.2 ms  200
└─ transaction                     31.0 ms  attempts 1
   ├─ get_all products              6.1 ms  documents found 2
   │  └─ grpc BatchGetDocuments     5.0 ms
   └─ commit                        9.3 ms  batch size 5 · create 3 · update 2
      └─ grpc Commit                8.8 ms
`);
  });

  test('with its query, its rows, and seconds where it took seconds', () => {
    const query = span('query orders', undefined, {
      durationMs: 1234,
      attributes: {
        'db.query.text': 'SELECT * FROM orders WHERE customer = ? LIMIT ?',
        'db.response.returned_rows': 0,
      },
    });
    expect(drawTrees([query], untitled, plain)).toBe(
      'query orders    1.23 s   rows 0 · SELECT * FROM orders WHERE customer = ? LIMIT ?',
    );
  });

  test('with whose transaction it is, and what it changed', () => {
    const transaction = span('transaction', undefined, {
      attributes: { 'gcp.client.service': 'spanner', 'gcp.spanner.transaction.attempts': 2 },
      events: [{ name: 'retry', time: '', attributes: { 'error.type': 'ABORTED' } }],
    });
    const statement = span('UPDATE Accounts', transaction, {
      attributes: {
        'gcp.client.service': 'spanner',
        'gcp.spanner.rows.affected': 1,
        'db.query.text': `UPDATE Accounts SET ${'a'.repeat(100)}`,
      },
    });
    const commit = span('commit', transaction, { attributes: { 'gcp.spanner.mutations': 1 } });
    expect(`\n${drawTrees([transaction, statement, commit], untitled, plain)}\n`).toBe(`
transaction            1.0 ms  spanner · again after ABORTED · attempts 2
├─ UPDATE Accounts     1.0 ms  rows changed 1 · UPDATE Accounts SET ${'a'.repeat(51)}…
└─ commit              1.0 ms  mutations 1
`);
  });

  test('with the bytes that moved, and what they are billed as', () => {
    const sends = (method: string, parent: SpanRecord) =>
      span(method, parent, {
        attributes: { 'http.request.method': method, 'http.response.status_code': 200 },
      });
    const upload = span('upload ledgers', undefined, {
      attributes: {
        'gcp.storage.upload.type': 'resumable',
        'gcp.storage.upload.attempts': 1,
        'gcp.storage.upload.resumed': false,
        'gcp.storage.bytes.sent': 130,
        'gcp.storage.billing.class_a': 1,
        'http.response.status_code': 200,
      },
    });
    const download = span('download ledgers', undefined, {
      attributes: {
        'gcp.storage.range': false,
        'gcp.storage.bytes.received': 0,
        'gcp.storage.transfer.aborted': true,
        'gcp.storage.billing.class_b': 1,
      },
    });
    const range = span('download ledgers', undefined, {
      attributes: { 'gcp.storage.range': true, 'gcp.storage.bytes.received': 16 },
    });
    const list = span('list_objects ledgers', undefined, {
      attributes: { 'gcp.storage.list.pages': 2, 'gcp.storage.list.items': 0 },
    });
    const spans = [upload, sends('POST', upload), sends('PUT', upload), download, range, list];
    expect(`\n${drawTrees(spans, untitled, plain)}\n`).toBe(`
upload ledgers           1.0 ms  resumable · attempts 1 · bytes sent 130 · class A 1
├─ http POST             1.0 ms  200
└─ http PUT              1.0 ms  200

download ledgers         1.0 ms  bytes received 0 · aborted · class B 1

download ledgers         1.0 ms  range · bytes received 16

list_objects ledgers     1.0 ms  pages 2 · items 0
`);
  });

  test('with what failed, at every level', () => {
    const update = span('update orders', undefined, {
      status: 'ERROR',
      attributes: { 'error.type': 'NOT_FOUND' },
    });
    const commit = span('grpc.google.firestore.v1.Firestore/Commit', update, {
      status: 'ERROR',
      attributes: { 'rpc.grpc.status_code': 5 },
    });
    const inner = span('unknown', commit, { status: 'ERROR' });
    expect(`\n${drawTrees([update, commit, inner], untitled, plain)}\n`).toBe(`
update orders      1.0 ms  ✗ NOT_FOUND
└─ grpc Commit     1.0 ms  ✗ code 5
   └─ unknown      1.0 ms  ✗ failed
`);
  });

  test('with a status that is an error once', () => {
    const missing = span('GET', undefined, {
      status: 'ERROR',
      attributes: { 'http.request.method': 'GET', 'http.response.status_code': 404, 'error.type': '404' },
    });
    expect(drawTrees([missing], untitled, plain)).toBe('http GET     1.0 ms  ✗ 404');
  });

  test('in colour when it is painted', () => {
    const failed = span('get users', undefined, { status: 'ERROR', attributes: { 'error.type': 'ABORTED' } });
    expect(drawTrees([failed], () => 'Title', markup)).toBe(
      '<bold>Title</bold>\n<red>get users</red>     1.0 ms  <red>✗ ABORTED</red>',
    );
  });
});

describe('several traces are drawn', () => {
  test('apart from each other, in one set of columns', () => {
    const spans = [span('GET /dashboard'), span('PUT /customers/:id')];
    expect(drawTrees(spans, untitled, plain)).toBe(
      'GET /dashboard         1.0 ms\n\nPUT /customers/:id     1.0 ms',
    );
  });

  test('with the names of the spans they are linked to, each once', () => {
    const request = span('PUT /products');
    const link = { traceId: request.traceId, spanId: request.spanId, attributes: {} };
    const elsewhere = { traceId: 'another', spanId: 'another', attributes: {} };
    const batch = span('BATCH set products', undefined, { links: [link, link, elsewhere] });
    expect(drawTrees([request, batch], untitled, plain)).toContain('1.0 ms  linked to PUT /products');

    const child = span('BATCH set products', request, { links: [link] });
    expect(drawTrees([request, child], untitled, plain)).not.toContain('linked');
  });

  test('also when the parent was not recorded', () => {
    const lost = span('never recorded');
    expect(drawTrees([span('get users', lost)], untitled, plain)).toBe('get users     1.0 ms');
  });

  test('when there are none', () => {
    expect(drawTrees([], untitled, plain)).toBe('');
  });
});
