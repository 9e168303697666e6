/**
 * What Firestore bills for a call, as far as a client can know. The server's responses are read for documents, documents
 * skipped by an offset, and changes sent to a listener.
 * https://firebase.google.com/docs/firestore/pricing
 */
import { context } from '@opentelemetry/api';
import { type Attributes, type Call, countPushed, listeningCall, type Wrapper } from '@gcp-otel/shared';
import type { FirestoreInstrumentationConfig } from './types';

const READS = 'gcp.firestore.billing.reads';
export const WRITES = 'gcp.firestore.billing.writes';
export const DELETES = 'gcp.firestore.billing.deletes';
const PAGES = 'gcp.firestore.pages';
export const PRECISION = 'gcp.firestore.billing.precision';

/** `at_least`: the count is a lower bound. */
export type Precision = 'exact' | 'at_least';

/** What the server has sent for a call. */
interface Sent {
  documents: number;
  /** Documents before the offset of a query, which are read but not sent. */
  skipped: number;
  /** Both, for the latest request. */
  latest: number;
  /** The changes that a listener was sent since its last snapshot, and whether some may not be billed. */
  changes: number;
  unclear: boolean;
}

const sentFor = new WeakMap<Call, Sent>();

/** Other editions bill by sizes and indexes, which a client does not see. https://firebase.google.com/docs/firestore/enterprise/pricing */
export const isPerDocument = ({ config }: Call): boolean =>
  (config as FirestoreInstrumentationConfig).edition !== 'enterprise';

const reads = (call: Call, count: number, precision: Precision): Attributes =>
  isPerDocument(call) ? { [READS]: count, [PRECISION]: precision } : {};

/** Each write and delete is billed. */
export const ofWrites = (call: Call, counted: Attributes): Attributes =>
  isPerDocument(call) && (WRITES in counted || DELETES in counted)
    ? { ...counted, [PRECISION]: 'exact' }
    : {};

/** The same, if the writes of a batch have been counted individually. */
export const ofCountedWrites = (call: Call): Attributes =>
  call.notedValue(WRITES) === undefined && call.notedValue(DELETES) === undefined
    ? {}
    : { [PRECISION]: 'exact' };

/** Documents that were requested by name. Missing ones are billed; duplicates are billed once. */
export const ofDocuments = (call: Call, documents: number): Attributes => reads(call, documents, 'exact');

export interface Query {
  readonly offset?: number | undefined;
  /** Whether index entries are read that are not results. The server does not say how many are billed. */
  readonly readsIndex?: boolean;
  /** The minimum number of billed reads of index entries. Default: 0. */
  readonly indexReads?: number;
  /** Whether the result was read to its end. */
  readonly complete?: boolean;
}

/**
 * A query is billed for its documents, including those that its offset skips, and for at least one. So is the request by
 * which the client resumes a query after a failure, even if the last document had been sent before.
 */
export const ofQuery = (
  call: Call,
  rows: number,
  { offset = 0, readsIndex, indexReads = 0, complete }: Query,
): Attributes => {
  const { documents = rows, skipped = 0, latest = rows } = sentFor.get(call) ?? {};
  const isExact = complete !== false && readsIndex !== true && skipped >= offset;
  const ofNothing = latest === 0 && (complete !== false || documents + skipped === 0) ? 1 : 0;
  return reads(call, documents + skipped + ofNothing + indexReads, isExact ? 'exact' : 'at_least');
};

/** A thousand index entries are billed as one read. A count is the minimum number of entries. */
const ENTRIES_PER_READ = 1000;

export const ofAggregation = (call: Call, count: number | undefined): Attributes =>
  reads(call, Math.max(1, Math.ceil((count ?? 0) / ENTRIES_PER_READ)), 'at_least');

/** Lists of ids and of partitions are billed as one read per request. */
export const ofRequests = (call: Call): Attributes => {
  const pages = call.notedValue(PAGES);
  return reads(call, typeof pages === 'number' ? pages : 1, 'exact');
};

/** A list of references. It is not documented whether missing documents are billed. */
export const ofReferences = (call: Call, references: number): Attributes =>
  reads(call, Math.max(1, references), 'at_least');

/** A plan that was run reports its reads. One that was not run is billed as one read. */
export const ofPlan = (call: Call, readOperations: number = 1): Attributes =>
  reads(call, readOperations, 'exact');

/** A listener's snapshot is billed for what the server has sent since the previous one. */
export const ofSnapshot = (call: Call, shown: number, isFirst: boolean): Attributes => {
  const sent = sentFor.get(listeningCall(call) ?? call);
  const least = isFirst ? 1 : 0;
  if (sent === undefined) return reads(call, Math.max(least, shown), 'at_least');
  const { changes, unclear } = sent;
  sent.changes = 0;
  sent.unclear = false;
  return reads(call, Math.max(least, changes), unclear ? 'at_least' : 'exact');
};

/** Documents that were sent before a call failed are billed too. */
export const ofFailure = (_error: unknown, _target: unknown, call: Call): Attributes | undefined => {
  const { documents = 0, skipped = 0 } = sentFor.get(call) ?? {};
  return documents + skipped === 0 ? undefined : reads(call, documents + skipped, 'at_least');
};

/** A response of the server to a query, a read of documents, or a listener. */
interface Answer {
  readonly document?: unknown;
  readonly found?: unknown;
  readonly missing?: unknown;
  readonly skippedResults?: number | null;
  readonly documentChange?: { readonly targetIds?: readonly unknown[] | null } | null;
  readonly documentRemove?: unknown;
}

/** A document is billed if it enters a listener's query, changes in it, or leaves it by a change; not if it is deleted. */
const note = (sent: Sent, { document, found, missing, skippedResults, ...answer }: Answer): void => {
  if (document ?? found ?? missing) {
    sent.documents++;
    sent.latest++;
  }
  if (skippedResults) {
    sent.skipped += skippedResults;
    sent.latest += skippedResults;
  }
  if (answer.documentChange) sent.changes++;
  if (answer.documentRemove) sent.unclear = true;
};

/** Wraps `Firestore._initializeStream(stream)`, and reads the responses to requests of the running call. */
export const countResponses: Wrapper = (engine, original) =>
  ({
    step(this: unknown, ...args: unknown[]): unknown {
      const call = engine.enabled ? engine.callIn(context.active()) : undefined;
      if (call !== undefined)
        engine.runSafely(() => {
          let sent = sentFor.get(call);
          if (sent === undefined)
            sentFor.set(call, (sent = { documents: 0, skipped: 0, latest: 0, changes: 0, unclear: false }));
          const counted = sent;
          counted.latest = 0;
          countPushed(args[0] as Parameters<typeof countPushed>[0], {
            pushed: (answer) => note(counted, answer as Answer),
          });
        });
      return original.apply(this, args);
    },
  }).step;

type Parse = (error: unknown, ...answer: unknown[]) => unknown;

/**
 * Wraps `PagedApiCaller.generateParseResponseCallback(request, callback)`, which google-gax calls for each request of a
 * list. A request that failed is sent again, and is no page.
 */
export const countPages: Wrapper = (engine, original) =>
  ({
    step(this: unknown, ...args: unknown[]): unknown {
      const parse = original.apply(this, args);
      const call = engine.enabled ? engine.callIn(context.active()) : undefined;
      if (call === undefined || typeof parse !== 'function') return parse;
      const counted: Parse = (error, ...answer) => {
        if (!error) engine.runSafely(() => call.count(PAGES));
        return (parse as Parse)(error, ...answer);
      };
      return counted;
    },
  }).step;
