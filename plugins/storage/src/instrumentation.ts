/** The Cloud Storage plugin (supported releases, options, table) and its public instrumentation class. */
import { ClientInstrumentation, type Plugin } from '@gcp-otel/shared';
import { metricAttributes, metrics } from './metrics';
import { operations } from './operations';
import { requests } from './requests';
import type { StorageInstrumentationConfig } from './types';

/** The client's main exports, which `instrumentModule` passes in. */
interface Exports {
  readonly Bucket?: new (storage: object, name: string) => { readonly acl: object };
}

/** Gets the classes that the client does not export from `Bucket`: its base class, and the class of its `acl`. */
const hiddenClasses = ({ Bucket }: Exports): { [className: string]: unknown } =>
  Bucket === undefined
    ? {}
    : {
        ServiceObject: Object.getPrototypeOf(Bucket),
        Acl: new Bucket({ createBucket() {}, retryOptions: {} }, 'none').acl.constructor,
      };

const plugin: Plugin = {
  name: '@gcp-otel/instrumentation-storage',
  /** Must equal the version in package.json; a test compares them. */
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
 * Records one span and two metrics for each call of `@google-cloud/storage` (7 and 8, CommonJS and ES module; on its
 * own or inside `firebase-admin`). The span is the parent of the spans of its HTTP requests. The span of an upload or a
 * download ends with the transfer.
 */
export class StorageInstrumentation extends ClientInstrumentation<StorageInstrumentationConfig> {
  /** The published bundle is minified, and logs print the class name. */
  static override readonly name: string = 'StorageInstrumentation';

  constructor(config?: StorageInstrumentationConfig) {
    super(plugin, config);
  }

  protected override get plugin(): Plugin {
    return plugin;
  }
}
