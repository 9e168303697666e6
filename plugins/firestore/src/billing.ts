/**
 * What Firestore bills for a call, as far as a client can know it. Where the server tells, its answers are read: the
 * documents that it sends, those that it skips for an offset, and the changes that a listener is sent.
 * https://firebase.google.com/docs/firestore/pricing
 */
import { context } from '@opentelemetry/api';
import { type Attributes, type Call, countPushed, listeningCall, type Wrapper } from '@gcp-otel/shared';
import type { FirestoreInstrumentationConfig } from './types';

const READS = 'gcp.firestore.billing.reads';
export const WRITES = 'gcp.firestore.billing.writes';
export const DELETES = 'gcp.firestore.billing.deletes';
export const PRECISION = 'gcp.firestore.billing.precision';

/** `exact`, or no more than a lower bound. */
export type Precision = 'exact' | 'at_least';

/** What the server has sent for a call. */
interface Sent {
  documents: number;
  /** Documents before the offset of a query. They are read, and not sent. */
  skipped: number;
  /** What a listener was sent since its last snapshot, and whether some of it may or may not be billed. */
  changes: number;
  unclear: boolean;
}

const sentFor = new WeakMap<Call, Sent>();

/** Units of other editions depend on sizes and indexes, which no client sees. https://firebase.google.com/docs/firestore/enterprise/pricing */
export const isPerDocument = ({ config }: Call): boolean =>
  (config as FirestoreInstrumentationConfig).edition !== 'enterprise';

const reads = (call: Call, count: number, precision: Precision): Attributes =>
  isPerDocument(call) ? { [READS]: count, [PRECISION]: precision } : {};

/** Writes and deletes, each of which is billed. */
export const ofWrites = (call: Call, counted: Attributes): Attributes =>
  isPerDocument(call) && (WRITES in counted || DELETES in counted)
    ? { ...counted, [PRECISION]: 'exact' }
    : {};

/** The same, where the writes of a batch have been counted one by one. */
export const ofCountedWrites = (call: Call): Attributes =>
  call.notedValue(WRITES) === undefined && call.notedValue(DELETES) === undefined
    ? {}
    : { [PRECISION]: 'exact' };

/** Documents that were asked for by name. One that is missing is billed, and one that is asked for twice once. */
export const ofDocuments = (call: Call, documents: number): Attributes => reads(call, documents, 'exact');

export interface Query {
  readonly offset?: number | undefined;
  /** Whether index entries are read that are no results. How many are billed, no client is told. */
  readonly readsIndex?: boolean;
  /** How many reads of them there are at the least. Default: 0. */
  readonly indexReads?: number;
  /** Whether it was read to its end. */
  readonly complete?: boolean;
}

/** A query: its documents, those that its offset skips, and one where there are none. */
export const ofQuery = (
  call: Call,
  rows: number,
  { offset = 0, readsIndex, indexReads = 0, complete }: Query,
): Attributes => {
  const { documents = rows, skipped = 0 } = sentFor.get(call) ?? {};
  const isExact = complete !== false && readsIndex !== true && skipped >= offset;
  return reads(call, Math.max(1, documents + skipped) + indexReads, isExact ? 'exact' : 'at_least');
};

/** A thousand index entries are one read. A count says how many there were at least. */
const ENTRIES_PER_READ = 1000;

export const ofAggregation = (call: Call, count: number | undefined): Attributes =>
  reads(call, Math.max(1, Math.ceil((count ?? 0) / ENTRIES_PER_READ)), 'at_least');

/** A list of ids, or of partitions, is billed as one read for each of its requests. */
export const ofRequests = (call: Call): Attributes => {
  const pages = call.notedValue('gcp.firestore.pages');
  return reads(call, typeof pages === 'number' ? pages : 1, 'exact');
};

/** A list of references, of which nothing says whether missing documents are billed. */
export const ofReferences = (call: Call, references: number): Attributes =>
  reads(call, Math.max(1, references), 'at_least');

/** A plan that was run says what it read; one that was not is one read. */
export const ofPlan = (call: Call, readOperations: number = 1): Attributes =>
  reads(call, readOperations, 'exact');

/** A snapshot of a listener: what the server has sent since the one before. */
export const ofSnapshot = (call: Call, shown: number, isFirst: boolean): Attributes => {
  const sent = sentFor.get(listeningCall(call) ?? call);
  const least = isFirst ? 1 : 0;
  if (sent === undefined) return reads(call, Math.max(least, shown), 'at_least');
  const { changes, unclear } = sent;
  sent.changes = 0;
  sent.unclear = false;
  return reads(call, Math.max(least, changes), unclear ? 'at_least' : 'exact');
};

/** What was sent before a call failed was read all the same. */
export const ofFailure = (_error: unknown, _target: unknown, call: Call): Attributes | undefined => {
  const { documents = 0, skipped = 0 } = sentFor.get(call) ?? {};
  return documents + skipped === 0 ? undefined : reads(call, documents + skipped, 'at_least');
};

/** An answer of the server: of a query, of a read of documents, or of a listener. */
interface Answer {
  readonly document?: unknown;
  readonly found?: unknown;
  readonly missing?: unknown;
  readonly skippedResults?: number | null;
  readonly documentChange?: { readonly targetIds?: readonly unknown[] | null } | null;
  readonly documentRemove?: unknown;
}

/** A document that enters a listener's query, changes in it, or leaves it by a change, was read. One that is deleted was not. */
const note = (sent: Sent, { document, found, missing, skippedResults, ...answer }: Answer): void => {
  if (document ?? found ?? missing) sent.documents++;
  if (skippedResults) sent.skipped += skippedResults;
  if (answer.documentChange) sent.changes++;
  if (answer.documentRemove) sent.unclear = true;
};

/** `Firestore._initializeStream(stream, …)`: the answers to a request of the call that runs are about to come. */
export const readsAnswers: Wrapper = (engine, original) =>
  ({
    step(this: unknown, ...args: unknown[]): unknown {
      const call = engine.enabled ? engine.callIn(context.active()) : undefined;
      if (call !== undefined)
        engine.runSafely(() => {
          let sent = sentFor.get(call);
          if (sent === undefined)
            sentFor.set(call, (sent = { documents: 0, skipped: 0, changes: 0, unclear: false }));
          const counted = sent;
          countPushed(args[0] as Parameters<typeof countPushed>[0], {
            pushed: (answer) => note(counted, answer as Answer),
          });
        });
      return original.apply(this, args);
    },
  }).step;
