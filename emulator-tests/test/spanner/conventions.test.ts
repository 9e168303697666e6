import { describe, expect, test } from '@jest/globals';
import { checkSpan } from '../../conventions/index.ts';
import type { SpanRecord } from '../../harness/index.ts';
import { span } from '../fixtures/span.ts';
import { services } from '../../services/index.ts';

const { documented: spanner } = services.spanner;

describe('Spanner', () => {
  const query: SpanRecord = {
    ...span('1'),
    name: 'SELECT Singers',
    scope: { name: spanner.scope },
    attributes: {
      'db.system.name': 'gcp.spanner',
      'db.namespace': 'demo|shops|shop',
      'db.query.summary': 'SELECT Singers',
      'server.address': 'spanner.googleapis.com',
      'gcp.client.service': 'spanner',
    },
  };
  const attributes = (more: SpanRecord['attributes']): SpanRecord => ({
    ...query,
    attributes: { ...query.attributes, ...more },
  });

  test('what is as documented passes', () => {
    expect(checkSpan(query, spanner)).toEqual([]);
    expect(checkSpan({ ...query, name: 'transaction', kind: 'INTERNAL' }, spanner)).toEqual([]);
  });

  test.each<[fault: string, span: SpanRecord, id: string, key: string]>([
    [
      'a literal in the name',
      { ...query, name: "SELECT Singers = 'a'" },
      'undocumented_span_name',
      "SELECT Singers = 'a'",
    ],
    [
      'a transaction that is a call',
      { ...query, name: 'transaction' },
      'unexpected_span_kind',
      'transaction',
    ],
    [
      "the database's path",
      attributes({ 'db.namespace': 'projects/demo' }),
      'pattern_mismatch',
      'db.namespace',
    ],
    [
      'an unknown type of transaction',
      attributes({ 'gcp.spanner.transaction.type': 'write' }),
      'pattern_mismatch',
      'gcp.spanner.transaction.type',
    ],
    [
      "an attribute of the client's own",
      attributes({ x_goog_spanner_request_id: '1' }),
      'missing_namespace',
      'x_goog_spanner_request_id',
    ],
  ])('a span with %s is found', (_, faulty, id, key) => {
    expect(checkSpan(faulty, spanner)).toEqual([expect.objectContaining({ id, key })]);
  });
});
