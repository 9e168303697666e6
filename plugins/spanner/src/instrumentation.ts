import {
  type Attributes,
  ClientInstrumentation,
  type ClientInstrumentationConfig,
  databaseMetrics,
  isStatus,
  type Metric,
  type Plugin,
} from '@gcp-otel/shared';
import { operations, transportOperations } from './operations';

export interface SpannerInstrumentationConfig extends ClientInstrumentationConfig {
  /**
   * What becomes of the spans that the client makes itself since 7.15, and google-gax below it. `replace`: they are
   * not made while this instrumentation is enabled, also for clients given a tracer provider of their own. `keep`: they
   * are untouched.
   * @default 'replace'
   */
  nativeSpans?: 'replace' | 'keep';
  /**
   * Trace schema changes, and what is done to databases, instances and backups. `false`: neither spans nor metrics.
   * @default true
   */
  captureAdminOperations?: boolean;
  /**
   * Mask literals of statements that have parameters, too. By the conventions such a statement is recorded as it was
   * written: what is data in it should be a parameter.
   * @default false
   */
  maskParameterizedQueries?: boolean;
}

const SHARED = [
  'db.system.name',
  'db.namespace',
  'db.query.summary',
  'db.operation.name',
  'db.collection.name',
  'server.address',
  'server.port',
] as const;

/** The attributes of a call that the conventions list for the metrics of a database client. */
const metricAttributes = (start: Attributes, errorType: string | undefined): Attributes => {
  const attributes: Attributes = {};
  for (const name of SHARED) if (start[name] !== undefined) attributes[name] = start[name];
  if (errorType !== undefined) {
    attributes['error.type'] = errorType;
    if (isStatus(errorType)) attributes['db.response.status_code'] = errorType;
  }
  return attributes;
};

const metrics: readonly Metric[] = [
  ...databaseMetrics(),
  {
    name: 'gcp.spanner.client.transaction.attempts',
    type: 'histogram',
    unit: '{attempt}',
    description: 'How often the function of a transaction was run.',
    boundaries: [1, 2, 3, 4, 5, 10, 20],
    measure({ attempts }, common, record) {
      if (attempts !== undefined) record(attempts, common);
    },
  },
];

/** The client's main exports, as `instrumentModule` is given them. */
interface Exports {
  readonly Transaction?: object;
  readonly Spanner?: () => unknown;
}

/** `Transaction` is derived from `Dml`, and that from `Snapshot`. */
const hiddenClasses = ({ Transaction }: Exports): { [className: string]: unknown } =>
  Transaction === undefined ? {} : { Dml: Object.getPrototypeOf(Transaction) };

/** Whether this release makes spans of its own: it takes options for them. */
const makesSpans = ({ Spanner }: Exports): boolean => String(Spanner).includes('_observabilityOptions');

const lacksInBundle = (exports: Exports, config: SpannerInstrumentationConfig): string | undefined =>
  config.nativeSpans === 'keep' || !makesSpans(exports)
    ? undefined
    : 'the spans that the client makes itself cannot be replaced there; `new Spanner({ observabilityOptions: { tracerProvider: new ProxyTracerProvider() } })`, of @opentelemetry/api, makes none';

const plugin: Plugin = {
  name: '@gcp-otel/instrumentation-spanner',
  /** That of package.json: a test compares them. */
  version: '0.1.0',
  shortName: 'gcp-spanner',
  schemaUrl: 'https://opentelemetry.io/schemas/1.45.0',
  packages: [
    {
      name: '@google-cloud/spanner',
      supported: { from: '7.0.0', below: '10.0.0' },
      operations,
      hiddenClasses,
      lacksInBundle,
    },
    { name: 'google-gax', operations: transportOperations },
  ],
  options: {
    nativeSpans: { type: ['replace', 'keep'], default: 'replace' },
    captureAdminOperations: { type: 'boolean', default: true },
    maskParameterizedQueries: { type: 'boolean', default: false },
  },
  operationAttribute: 'db.operation.name',
  statusAttribute: 'db.response.status_code',
  metricAttributes,
  metrics,
};

/**
 * Makes one span, and the metrics of the database conventions, of each call of `@google-cloud/spanner` (7, 8 and 9),
 * above the spans of its gRPC requests.
 */
export class SpannerInstrumentation extends ClientInstrumentation<SpannerInstrumentationConfig> {
  /** Names are short in the bundle that is published; this one is seen in logs. */
  static override readonly name: string = 'SpannerInstrumentation';

  constructor(config?: SpannerInstrumentationConfig) {
    super(plugin, config);
  }

  protected override get plugin(): Plugin {
    return plugin;
  }
}
