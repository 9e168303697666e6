import { ClientInstrumentation, type Plugin } from '@gcp-otel/shared';
import { metricAttributes, metrics } from './metrics';
import { operations } from './operations';
import { requests } from './requests';
import type { StorageInstrumentationConfig } from './types';

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
