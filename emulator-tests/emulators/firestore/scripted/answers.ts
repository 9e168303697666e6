import type { StructuredQuery, Write } from './messages.ts';

/** Builders of the scripted server's responses. */

export function now(): { seconds: number; nanos: number } {
  const milliseconds = Date.now();
  return { seconds: Math.floor(milliseconds / 1_000), nanos: (milliseconds % 1_000) * 1e6 };
}

export function documentMessage(name: string, version = 1): object {
  return {
    name,
    fields: { version: { integerValue: version }, title: { stringValue: `title of ${name}` } },
    createTime: now(),
    updateTime: now(),
  };
}

let transactions = 0;

export function newTransactionId(): Buffer {
  return Buffer.from(`transaction-${++transactions}`);
}

/** The names of a query's rows after its cursor. A client resumes a lost stream from the last row that it got. */
export function rowNames(parent: string, query: StructuredQuery, count: number): string[] {
  const collection = `${parent}/${query.from[0]?.collectionId || 'users'}`;
  const cursor = query.startAt?.values.find((value) => value.referenceValue)?.referenceValue;
  const first = Number(/row(\d+)$/.exec(cursor ?? '')?.[1] ?? 0);
  const last = Math.min(count, first + (query.limit?.value ?? Infinity));
  return Array.from(
    { length: Math.max(0, last - first) },
    (_, index) => `${collection}/row${first + index + 1}`,
  );
}

export function nameOfWrite(write: Write): string {
  return write.update?.name ?? (write.delete || write.transform?.document) ?? '';
}

export function explainMetrics(rows: number, analyze: boolean): object {
  const stats = {
    resultsReturned: rows,
    executionDuration: { seconds: 0, nanos: 6_000_000 },
    readOperations: Math.max(1, rows),
    debugStats: { fields: { documents_scanned: { stringValue: String(rows) } } },
  };
  return {
    planSummary: {
      indexesUsed: [
        {
          fields: {
            query_scope: { stringValue: 'Collection' },
            properties: { stringValue: '(__name__ ASC)' },
          },
        },
      ],
    },
    executionStats: analyze ? stats : null,
  };
}

/** The page number and the token of the next page. A token is the number of its page. */
export function pageOf(pageToken: string, pages: number): { page: number; nextPageToken: string } {
  const page = Number(pageToken || 1);
  return { page, nextPageToken: page < pages ? String(page + 1) : '' };
}
