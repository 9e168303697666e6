import {
  type Attributes,
  ClientInstrumentation,
  type ClientInstrumentationConfig,
  databaseMetrics,
  isStatus,
  type Metric,
  type Plugin,
} from '@gcp-otel/shared';
import type { AggregateQuery, Firestore, VectorQuery } from './client';
import { operations, transportOperations } from './operations';
import { billedWrites, isBatch } from './writes';

export interface FirestoreInstrumentationConfig extends ClientInstrumentationConfig {
  /**
   * What becomes of the spans that the client makes itself since 7.10, and google-gax below it. `replace`: they are
   * not made while this instrumentation is enabled, also for clients given a tracer provider of their own. `keep`: they
   * are untouched.
   * @default 'replace'
   */
  nativeSpans?: 'replace' | 'keep';
  /**
   * Names a collection, for spans and metrics, where its path holds data that no rule can know: the names of tenants,
   * say. It is given the path as it would be recorded, ids of documents left out (`acme/{id}/orders`), and returns
   * what is recorded instead (`{tenant}/{id}/orders`); `undefined` records no collection. It is asked once for each
   * path, so the same path must have the same name. If it throws, no collection is recorded, and `diag` says so.
   * Default: the path as it is given.
   */
  collectionName?: (path: string) => string | undefined;
}

/** The attributes of a call that the conventions list for the metrics of a database client. */
const metricAttributes = (start: Attributes, errorType: string | undefined): Attributes => {
  const attributes: Attributes = {
    'db.system.name': start['db.system.name'],
    'db.operation.name': start['db.operation.name'],
    'db.query.summary': start['db.query.summary'],
    'db.namespace': start['db.namespace'],
    'server.address': start['server.address'],
  };
  if (start['db.collection.name'] !== undefined)
    attributes['db.collection.name'] = start['db.collection.name'];
  if (start['server.port'] !== undefined) attributes['server.port'] = start['server.port'];
  if (errorType !== undefined) {
    attributes['error.type'] = errorType;
    if (isStatus(errorType)) attributes['db.response.status_code'] = errorType;
  }
  return attributes;
};

type Recorder = Parameters<Metric['measure']>[2];

const bill = (
  billed: unknown,
  kind: string,
  start: Attributes,
  collection: unknown,
  record: Recorder,
): void => {
  if (typeof billed !== 'number' || billed === 0) return;
  const namespace = start['db.namespace'];
  record(
    billed,
    typeof collection === 'string'
      ? { 'db.collection.name': collection, 'db.namespace': namespace, 'gcp.firestore.billing.kind': kind }
      : { 'db.namespace': namespace, 'gcp.firestore.billing.kind': kind },
  );
};

/** A snapshot is the application's own work on what a listener brought. */
const isCall = (start: Attributes): boolean => start['db.operation.name'] !== 'snapshot';

const metrics: readonly Metric[] = [
  ...databaseMetrics(isCall),
  {
    name: 'gcp.firestore.client.billing.operations',
    type: 'counter',
    unit: '{operation}',
    description: 'The document reads, writes and deletes that Firestore bills.',
    measure({ start, outcome, target }, _common, record) {
      if (outcome === undefined) return;
      const collection = start['db.collection.name'];
      bill(outcome['gcp.firestore.billing.reads'], 'read', start, collection, record);
      if (collection === undefined && isBatch(target))
        for (const [kind, writtenTo] of billedWrites(target)) bill(1, kind, start, writtenTo, record);
      else {
        bill(outcome['gcp.firestore.billing.writes'], 'write', start, collection, record);
        bill(outcome['gcp.firestore.billing.deletes'], 'delete', start, collection, record);
      }
    },
  },
];

/** The client's main exports, as `instrumentModule` is given them. */
interface Exports {
  /** Since 8.2. */
  readonly Pipelines?: { readonly Pipeline?: unknown };
  readonly Firestore?: new (settings: object) => Firestore & {
    readonly _traceUtil?: object;
    collection(path: string): {
      count?(): AggregateQuery;
      findNearest?(field: string, vector: readonly number[], options: object): VectorQuery;
    };
  };
}

/** Classes that the client does not export are those of what it gives: a client of nothing, which asks for nothing. */
const hiddenClasses = ({ Firestore, Pipelines }: Exports): { [className: string]: unknown } => {
  if (Firestore === undefined) return {};
  const firestore = new Firestore({ projectId: 'none' });
  const query = firestore.collection('none');
  return {
    AggregateQuery: query.count?.().constructor,
    VectorQuery: query.findNearest?.('none', [0], { limit: 1, distanceMeasure: 'COSINE' }).constructor,
    EnabledTraceUtil: firestore._traceUtil?.constructor,
    Pipeline: Pipelines?.Pipeline,
  };
};

const plugin: Plugin = {
  name: '@gcp-otel/instrumentation-firestore',
  /** That of package.json: a test compares them. */
  version: '0.1.0',
  shortName: 'gcp-firestore',
  schemaUrl: 'https://opentelemetry.io/schemas/1.45.0',
  packages: [
    {
      name: '@google-cloud/firestore',
      supported: { from: '7.0.0', below: '10.0.0' },
      operations,
      hiddenClasses,
    },
    { name: 'google-gax', operations: transportOperations },
  ],
  innerCalls: 'synchronous',
  options: {
    nativeSpans: { type: ['replace', 'keep'], default: 'replace' },
    collectionName: { type: 'function' },
  },
  operationAttribute: 'db.operation.name',
  statusAttribute: 'db.response.status_code',
  metricAttributes,
  metrics,
};

/**
 * Makes one span, and the metrics of the database conventions, of each call of `@google-cloud/firestore` (7, 8 and 9;
 * alone or inside `firebase-admin`), above the spans of its gRPC or HTTP requests.
 */
export class FirestoreInstrumentation extends ClientInstrumentation<FirestoreInstrumentationConfig> {
  /** Names are short in the bundle that is published; this one is seen in logs. */
  static override readonly name: string = 'FirestoreInstrumentation';

  constructor(config?: FirestoreInstrumentationConfig) {
    super(plugin, config);
  }

  protected override get plugin(): Plugin {
    return plugin;
  }
}
