/**
 * What Firestore bills for a log of requests: https://firebase.google.com/docs/firestore/pricing (Standard edition). Index entries are not in
 * a log, so that what bills them comes to the least that it can be.
 */
import { status } from '@grpc/grpc-js';
import { type Exchange, type Rules, Sum } from '../bill.ts';

/** The fields of requests and answers on which a bill depends. */
interface Asked {
  readonly structuredQuery?: { readonly where?: Filter | null };
  readonly structuredAggregationQuery?: { readonly aggregations?: readonly Aggregation[] };
  readonly explainOptions?: { readonly analyze?: boolean } | null;
  readonly writes?: readonly { readonly delete?: string | null }[];
  readonly addTarget?: { readonly resumeToken?: Bytes } | null;
}

/** In a log that was sent as JSON, bytes are an object with the list of them. */
interface Bytes {
  readonly length?: number;
  readonly data?: readonly number[];
}

interface Filter {
  readonly compositeFilter?: { readonly filters: readonly Filter[] } | null;
  readonly fieldFilter?: { readonly field: { readonly fieldPath: string }; readonly op: string } | null;
}

interface Aggregation {
  readonly alias: string;
  readonly count?: object | null;
}

interface Answer {
  readonly document?: object | null;
  readonly found?: object | null;
  readonly missing?: string;
  readonly skippedResults?: number;
  readonly result?: {
    readonly aggregateFields?: Readonly<Record<string, { readonly integerValue?: number | string }>>;
  } | null;
  readonly explainMetrics?: {
    readonly executionStats?: { readonly readOperations?: number | string } | null;
  } | null;
  readonly documents?: readonly object[];
  readonly status?: readonly { readonly code?: number }[];
  readonly documentChange?: object | null;
  readonly targetChange?: { readonly targetChangeType?: string } | null;
}

type Rule = (asked: Asked, answers: readonly Answer[], isFine: boolean) => number;

/** "You are charged for each document read", and "a minimum charge of one document read for each query that you perform". */
const queried: Rule = (asked, answers, isFine) => {
  if (asked.explainOptions) return explained(asked, answers, isFine);
  let read = 0;
  for (const { document, skippedResults } of answers) read += (document ? 1 : 0) + (skippedResults ?? 0);
  return (isFine ? Math.max(1, read) : read) + (isFine && comparesTwoFields(asked) ? 1 : 0);
};

/** https://firebase.google.com/docs/firestore/query-explain: a plan is one read; what is run tells its own. */
const explained: Rule = ({ explainOptions }, answers, isFine) => {
  if (!isFine) return answers.filter(({ document }) => document).length;
  if (!explainOptions?.analyze) return 1;
  const stats = answers.find(({ explainMetrics }) => explainMetrics)?.explainMetrics?.executionStats;
  return Number(stats?.readOperations ?? 0);
};

/** "For aggregation queries … one document read for each batch of up to 1000 index entries"; a count is a lower bound of those. */
const aggregated: Rule = (asked, answers, isFine) => {
  if (!isFine) return 0;
  if (asked.explainOptions) return explained(asked, answers, isFine);
  const alias = asked.structuredAggregationQuery?.aggregations?.find(({ count }) => count)?.alias;
  const fields = answers.find(({ result }) => result)?.result?.aggregateFields;
  const count = alias === undefined ? 0 : Number(fields?.[alias]?.integerValue ?? 0);
  return Math.max(1, Math.ceil(count / 1000));
};

/** Queries with range filters on several fields read index entries: at least one batch of them. */
function comparesTwoFields({ structuredQuery }: Asked): boolean {
  const fields = new Set<string>();
  const look = ({ compositeFilter, fieldFilter }: Filter): void => {
    for (const inner of compositeFilter?.filters ?? []) look(inner);
    if (fieldFilter && /^(?:LESS|GREATER)_THAN|^NOT_/.test(fieldFilter.op))
      fields.add(fieldFilter.field.fieldPath);
  };
  if (structuredQuery?.where) look(structuredQuery.where);
  return fields.size > 1;
}

/** The reads of a method's call. "Document reads" that are not there are billed as well; other lists are billed by request. */
const reads: Readonly<Record<string, Rule>> = {
  BatchGetDocuments: (_, answers) => answers.filter(({ found, missing }) => found || missing).length,
  RunQuery: queried,
  RunAggregationQuery: aggregated,
  ListDocuments: (_, [answer], isFine) => (isFine ? Math.max(1, answer?.documents?.length ?? 0) : 0),
  ListCollectionIds: (_, __, isFine) => (isFine ? 1 : 0),
  PartitionQuery: (_, __, isFine) => (isFine ? 1 : 0),
};

/**
 * "You are charged for a read each time a document in the result set is added or updated", or leaves it because it changed. Before all of
 * that the listener's query is performed, and is billed like any query, for one at the least.
 */
function listened({ addTarget }: Asked, answers: readonly Answer[]): number {
  const changesIn = (some: readonly Answer[]) => some.filter(({ documentChange }) => documentChange).length;
  const current = answers.findIndex(({ targetChange }) => targetChange?.targetChangeType === 'CURRENT');
  const { data, length = data?.length ?? 0 } = addTarget?.resumeToken ?? {};
  const isResumed = length > 0;
  if (current === -1 || isResumed) return changesIn(answers);
  return Math.max(1, changesIn(answers.slice(0, current))) + changesIn(answers.slice(current));
}

export const firestoreBill: Rules = (log) => {
  const sum = new Sum();
  for (const request of log) {
    const [asked = {}] = (request.asked ?? []) as readonly Asked[];
    const answers = (request.answers ?? []) as readonly Answer[];
    const isFine = request.status === status.OK;
    const read =
      request.method === 'Listen'
        ? listened(asked, answers)
        : (reads[request.method]?.(asked, answers, isFine) ?? 0);
    sum.add('read', read, request.received);
    for (const kind of written(request, asked, answers)) sum.add(kind, 1);
  }
  return sum.bill;
};

/** Each write and each delete that succeeded, also where it changed nothing. */
function written({ method, status: code }: Exchange, { writes = [] }: Asked, [answer]: readonly Answer[]) {
  const isFine = (index: number) =>
    code === status.OK && (method === 'Commit' || (answer?.status?.[index]?.code ?? 0) === 0);
  return writes.filter((_, index) => isFine(index)).map((write) => (write.delete ? 'delete' : 'write'));
}
