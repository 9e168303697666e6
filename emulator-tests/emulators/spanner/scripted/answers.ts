import type { TransactionOptions } from './messages.ts';

/** Builders of the scripted server's responses. */

export function now(): { seconds: number; nanos: number } {
  const milliseconds = Date.now();
  return { seconds: Math.floor(milliseconds / 1_000), nanos: (milliseconds % 1_000) * 1e6 };
}

let made = 0;

/** Its id contains its kind, and the number of transactions before it. */
export function newTransaction(options?: TransactionOptions | null): object {
  const { readOnly, partitionedDml } = options ?? {};
  const kind = readOnly ? 'readOnly' : partitionedDml ? 'partitionedDml' : 'readWrite';
  return {
    id: Buffer.from(`${kind}-${++made}`),
    ...(readOnly?.returnReadTimestamp && { readTimestamp: now() }),
  };
}

/** The number of transactions so far, as a mark in their order. */
export const madeSoFar = (): number => made;

/** Whether a transaction had begun by that mark. A single-use commit begins with itself. */
export function hasBegunBy(mark: number, transactionId: Buffer | undefined): boolean {
  const nth = /-(\d+)$/.exec(transactionId?.toString() ?? '')?.[1];
  return nth !== undefined && Number(nth) <= mark;
}

export function newSession(database: string, multiplexed = false): object {
  return { name: `${database}/sessions/${++made}`, multiplexed, createTime: now() };
}

const columns = {
  fields: [
    { name: 'Id', type: { code: 'INT64' } },
    { name: 'Title', type: { code: 'STRING' } },
  ],
};

/** The metadata of a result with rows, or of a statement that only counts them. */
export function metadataOf(begin: TransactionOptions | null | undefined, hasRows = true): object {
  return {
    rowType: hasRows ? columns : { fields: [] },
    ...(begin && { transaction: newTransaction(begin) }),
  };
}

export function row(nth: number): object[] {
  return [{ stringValue: String(nth) }, { stringValue: `title ${nth}` }];
}

/** The number of changed rows. For a partitioned statement, a lower bound. */
export function changed(rows: number, transactionId: Buffer | undefined): object {
  const partitioned = transactionId?.toString().startsWith('partitionedDml');
  return partitioned ? { rowCountLowerBound: rows } : { rowCountExact: rows };
}

export function profile(rows: number): object {
  return {
    queryStats: {
      fields: {
        rows_returned: { stringValue: String(rows) },
        elapsed_time: { stringValue: '1.22 msecs' },
        cpu_time: { stringValue: '0.5 msecs' },
      },
    },
  };
}
