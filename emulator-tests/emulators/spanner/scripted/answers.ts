import type { TransactionOptions } from './messages.ts';

/** Builders of the messages that the scripted server answers with. */

export function now(): { seconds: number; nanos: number } {
  const milliseconds = Date.now();
  return { seconds: Math.floor(milliseconds / 1_000), nanos: (milliseconds % 1_000) * 1e6 };
}

let made = 0;

/** Its id tells of what kind it is, and what was made before it. */
export function newTransaction(options?: TransactionOptions | null): object {
  const { readOnly, partitionedDml } = options ?? {};
  const kind = readOnly ? 'readOnly' : partitionedDml ? 'partitionedDml' : 'readWrite';
  return {
    id: Buffer.from(`${kind}-${++made}`),
    ...(readOnly?.returnReadTimestamp && { readTimestamp: now() }),
  };
}

/** A mark in the order in which transactions begin. */
export const madeSoFar = (): number => made;

/** Whether a transaction had begun by then. One that is only a commit begins with it. */
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

/** The metadata of a result: of rows, or of a statement that only counts them. */
export function metadataOf(begin: TransactionOptions | null | undefined, hasRows = true): object {
  return {
    rowType: hasRows ? columns : { fields: [] },
    ...(begin && { transaction: newTransaction(begin) }),
  };
}

export function row(nth: number): object[] {
  return [{ stringValue: String(nth) }, { stringValue: `title ${nth}` }];
}

/** What a statement has changed: of a partitioned one no more than a lower bound is known. */
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
