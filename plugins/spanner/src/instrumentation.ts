/** The Spanner plugin (supported releases, options, tables) and its public instrumentation class. */
import { ClientInstrumentation, type Plugin } from '@gcp-otel/shared';
import { metricAttributes, metrics } from './metrics';
import { operations, transportOperations } from './operations';
import type { SpannerInstrumentationConfig } from './types';

/** The client's main exports, which `instrumentModule` passes in. */
interface Exports {
  readonly Transaction?: object;
  readonly Spanner?: () => unknown;
}

/** `Dml` is not exported. It is the base class of `Transaction`, and `Snapshot` is the base class of `Dml`. */
const hiddenClasses = ({ Transaction }: Exports): { [className: string]: unknown } =>
  Transaction === undefined ? {} : { Dml: Object.getPrototypeOf(Transaction) };

/** Whether this release makes native spans: it then has an option for them. */
const makesSpans = ({ Spanner }: Exports): boolean => String(Spanner).includes('_observabilityOptions');

const untracedInBundle = (exports: Exports, config: SpannerInstrumentationConfig): string | undefined =>
  config.nativeSpans === 'keep' || !makesSpans(exports)
    ? undefined
    : 'the spans that the client makes itself cannot be replaced there; `new Spanner({ observabilityOptions: { tracerProvider: new ProxyTracerProvider() } })`, of @opentelemetry/api, makes none';

const plugin: Plugin = {
  name: '@gcp-otel/instrumentation-spanner',
  /** Must equal the version in package.json; a test compares them. */
  version: '0.1.0',
  shortName: 'gcp-spanner',
  schemaUrl: 'https://opentelemetry.io/schemas/1.45.0',
  packages: [
    {
      name: '@google-cloud/spanner',
      supported: { from: '7.0.0', below: '10.0.0' },
      operations,
      hiddenClasses,
      untracedInBundle,
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
 * Records one span and the database metrics of the semantic conventions for each call of `@google-cloud/spanner` (7, 8
 * and 9). The span is the parent of the spans of its gRPC requests.
 */
export class SpannerInstrumentation extends ClientInstrumentation<SpannerInstrumentationConfig> {
  /** The published bundle is minified, and logs print the class name. */
  static override readonly name: string = 'SpannerInstrumentation';

  constructor(config?: SpannerInstrumentationConfig) {
    super(plugin, config);
  }

  protected override get plugin(): Plugin {
    return plugin;
  }
}
