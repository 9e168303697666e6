/** The Firestore plugin (supported releases, options, tables) and its public instrumentation class. */
import { ClientInstrumentation, type Plugin } from '@gcp-otel/shared';
import type { AggregateQuery, Firestore, VectorQuery } from './client';
import { metricAttributes, metrics } from './metrics';
import { operations, transportOperations } from './operations';
import type { FirestoreInstrumentationConfig } from './types';

/** The client's main exports, which `instrumentModule` passes in. */
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

/** Gets classes that the client does not export from its instances. This throwaway client sends no request. */
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
  /** Must equal the version in package.json; a test compares them. */
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
 * Records one span and the database metrics of the semantic conventions for each call of `@google-cloud/firestore`
 * (7, 8 and 9; on its own or inside `firebase-admin`). The span is the parent of the spans of its gRPC or HTTP requests.
 */
export class FirestoreInstrumentation extends ClientInstrumentation<FirestoreInstrumentationConfig> {
  /** The published bundle is minified, and logs print the class name. */
  static override readonly name: string = 'FirestoreInstrumentation';

  constructor(config?: FirestoreInstrumentationConfig) {
    super(plugin, config);
  }

  protected override get plugin(): Plugin {
    return plugin;
  }
}
