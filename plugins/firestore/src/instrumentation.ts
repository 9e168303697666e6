import { ClientInstrumentation, type Plugin } from '@gcp-otel/shared';
import type { AggregateQuery, Firestore, VectorQuery } from './client';
import { metricAttributes, metrics } from './metrics';
import { operations, transportOperations } from './operations';
import type { FirestoreInstrumentationConfig } from './types';

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
    edition: { type: ['standard', 'enterprise'], default: 'standard' },
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
