/** Detects an application that starts a NodeSDK of its own, and lets that one take over. */
import { InstrumentationBase, InstrumentationNodeModuleDefinition } from '@opentelemetry/instrumentation';
import { say } from './say';

interface Startable {
  start(): void;
}

type SdkClass = new (...args: never[]) => Startable;

interface Handover {
  /** Shuts down the first SDK. Called before the application's SDK starts. */
  handOver(): Promise<void>;
  /** Called when the application's SDK has started. */
  takenOver(): void;
}

/**
 * Watches for an application that starts its own NodeSDK after this package has started one: there is never more than
 * one. The application's configuration is intended, so it takes over, and a line on stderr says so.
 */
export class SecondSdk extends InstrumentationBase {
  declare private seen: WeakSet<SdkClass>;
  hasTakenOver = false;

  constructor(
    own: SdkClass,
    private readonly handover: Handover,
  ) {
    super('@gcp-otel/auto-instrumentations/second-sdk', '0.1.0', {});
    this.seen = new WeakSet();
    this.watch(own);
  }

  protected override init(): InstrumentationNodeModuleDefinition {
    return new InstrumentationNodeModuleDefinition(
      '@opentelemetry/sdk-node',
      ['*'],
      (exports: { readonly NodeSDK?: SdkClass }) => {
        if (exports.NodeSDK !== undefined) this.watch(exports.NodeSDK);
        return exports;
      },
    );
  }

  private watch(sdk: SdkClass): void {
    if (this.seen.has(sdk)) return;
    this.seen.add(sdk);
    const prototype = sdk.prototype as Startable;
    const { start } = prototype;
    const replaceSdk = (): void => this.replace();
    const { handover } = this;
    const hasTakenOver = (): boolean => this.hasTakenOver;
    prototype.start = function (this: Startable) {
      const isFirst = !hasTakenOver();
      if (isFirst) replaceSdk();
      start.call(this);
      if (isFirst) handover.takenOver();
    };
  }

  private replace(): void {
    this.hasTakenOver = true;
    say(
      "this application starts a NodeSDK of its own, which takes over with its exporters and instrumentations; the Google Cloud plugins stay. To have one set-up, remove the --import and add getGcpInstrumentations() to the application's instrumentations",
    );
    void this.handover.handOver().catch(() => {});
  }
}
