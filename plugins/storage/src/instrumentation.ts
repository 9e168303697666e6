import {
  type Attributes,
  ClientInstrumentation,
  type ClientInstrumentationConfig,
  type Metric,
  type Plugin,
} from '@gcp-otel/shared';
import { operations } from './operations';
import { requests } from './requests';

export interface StorageInstrumentationConfig extends ClientInstrumentationConfig {
  /**
   * Record the names of objects. Without them, spans name the bucket only.
   * @default true
   */
  captureObjectNames?: boolean;
}

const metricAttributes = (start: Attributes, errorType: string | undefined): Attributes => {
  const attributes: Attributes = { 'gcp.storage.operation': start['gcp.storage.operation'] };
  for (const name of ['gcp.storage.bucket', 'server.address'])
    if (start[name] !== undefined) attributes[name] = start[name];
  if (errorType !== undefined) attributes['error.type'] = errorType;
  return attributes;
};

const metrics: readonly Metric[] = [
  {
    name: 'gcp.storage.client.operation.duration',
    type: 'histogram',
    unit: 's',
    description: 'Duration of Cloud Storage client operations; of transfers, until the last byte.',
    boundaries: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10],
    measure({ duration }, common, record) {
      record(duration, common);
    },
  },
  {
    name: 'gcp.storage.client.io',
    type: 'counter',
    unit: 'By',
    description: 'Bytes of objects that were sent and received.',
    measure({ noted, start }, _common, record) {
      if (noted === undefined) return;
      for (const [direction, attribute] of DIRECTIONS) {
        const bytes = noted[attribute];
        if (typeof bytes !== 'number' || bytes === 0) continue;
        const attributes: Attributes = {
          'network.io.direction': direction,
          'gcp.storage.operation': start['gcp.storage.operation'],
        };
        if (start['gcp.storage.bucket'] !== undefined)
          attributes['gcp.storage.bucket'] = start['gcp.storage.bucket'];
        record(bytes, attributes);
      }
    },
  },
];

const DIRECTIONS = [
  ['transmit', 'gcp.storage.bytes.sent'],
  ['receive', 'gcp.storage.bytes.received'],
] as const;

/** The client's main exports, as `instrumentModule` is given them. */
interface Exports {
  readonly Bucket?: new (storage: object, name: string) => { readonly acl: object };
}

/** The classes that the client does not export: what its buckets are derived from, and what they have. */
const hiddenClasses = ({ Bucket }: Exports): { [className: string]: unknown } =>
  Bucket === undefined
    ? {}
    : {
        ServiceObject: Object.getPrototypeOf(Bucket),
        Acl: new Bucket({ createBucket() {}, retryOptions: {} }, 'none').acl.constructor,
      };

const plugin: Plugin = {
  name: '@gcp-otel/instrumentation-storage',
  /** That of package.json: a test compares them. */
  version: '0.1.0',
  shortName: 'gcp-storage',
  schemaUrl: 'https://opentelemetry.io/schemas/1.45.0',
  packages: [
    {
      name: '@google-cloud/storage',
      supported: { from: '7.0.0', below: '9.0.0' },
      operations,
      hiddenClasses,
    },
  ],
  options: { captureObjectNames: { type: 'boolean', default: true } },
  requests,
  operationAttribute: 'gcp.storage.operation',
  metricAttributes,
  metrics,
};

/**
 * Makes one span, and two metrics, of each call of `@google-cloud/storage` (7 and 8, CommonJS and ES module; alone or
 * inside `firebase-admin`), above the spans of its HTTP requests. The span of an upload or a download lasts as long
 * as its bytes move.
 */
export class StorageInstrumentation extends ClientInstrumentation<StorageInstrumentationConfig> {
  /** Names are short in the bundle that is published; this one is seen in logs. */
  static override readonly name: string = 'StorageInstrumentation';

  constructor(config?: StorageInstrumentationConfig) {
    super(plugin, config);
  }

  protected override get plugin(): Plugin {
    return plugin;
  }
}
