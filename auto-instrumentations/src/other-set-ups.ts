/** Detects an application that sets up OpenTelemetry itself, and makes way for it. */
import { context, diag, logs, metrics, propagation, trace } from '@opentelemetry/api';
import { InstrumentationBase, InstrumentationNodeModuleDefinition } from '@opentelemetry/instrumentation';
import { registerAs, registeredVersion } from './registered';
import { say } from './say';

/** What can be registered, and the function for it. */
const SETTERS = {
  trace: 'setGlobalTracerProvider',
  metrics: 'setGlobalMeterProvider',
  logs: 'setGlobalLoggerProvider',
  propagation: 'setGlobalPropagator',
  context: 'setGlobalContextManager',
} as const;

type Kind = keyof typeof SETTERS;

/** The copy of the API that the flag has registered its SDK with. */
const API = { trace, metrics, logs, propagation, context };

const KINDS = Object.keys(SETTERS) as Kind[];

type Setter = (this: unknown, ...registered: unknown[]) => unknown;

/** One of the API's objects: `trace`, `metrics`, … */
type Registry = { [setter in (typeof SETTERS)[Kind]]?: Setter };

/** A copy of the API. An older one has no logs. */
export type Api = { readonly [kind in Kind]?: Registry };

interface SdkNode {
  readonly NodeSDK?: { readonly prototype: { start(this: unknown): void } };
}

interface Handover {
  /** Shuts the SDK of the flag down, because the application traces by itself. */
  handOver(): Promise<void>;
  /** Called after the application has registered a provider, which instrumentations have to get. */
  takenOver(): void;
}

/**
 * What the application registers, by whichever copy and version of the API, replaces what the flag has registered. The
 * application's configuration is intended, while the API would refuse the second, and nobody would get its spans. If that
 * is a tracer provider, the application has an SDK of its own: the flag's is shut down, and a line on stderr says so.
 */
export class OtherSetUps extends InstrumentationBase {
  declare private seen: WeakSet<object>;
  declare private own: Set<Kind>;
  hasTakenOver = false;

  constructor(private readonly handover: Handover) {
    super('@gcp-otel/auto-instrumentations/other-set-ups', '0.1.0', {});
    this.watch(API as Api, registeredVersion());
  }

  protected override init(): InstrumentationNodeModuleDefinition[] {
    this.seen = new WeakSet();
    this.own = new Set(KINDS);
    return [
      new InstrumentationNodeModuleDefinition('@opentelemetry/api', ['*'], (copy: Api, version) => {
        this.watch(copy, version);
        return copy;
      }),
      new InstrumentationNodeModuleDefinition('@opentelemetry/sdk-node', ['*'], (copy: SdkNode) => {
        this.watchSdk(copy);
        return copy;
      }),
    ];
  }

  /** A NodeSDK gives its instrumentations the provider that is there before it registers its own. */
  private watchSdk({ NodeSDK }: SdkNode): void {
    if (NodeSDK === undefined || this.seen.has(NodeSDK)) return;
    this.seen.add(NodeSDK);
    const { prototype } = NodeSDK;
    const { start } = prototype;
    const makeWay = (): void => this.makeWay('trace');
    prototype.start = function (this: unknown) {
      makeWay();
      start.call(this);
    };
  }

  private watch(copy: Api, version: string | undefined): void {
    for (const kind of KINDS) {
      const registry = copy[kind];
      const setter = registry?.[SETTERS[kind]];
      if (registry === undefined || setter === undefined || this.seen.has(registry)) continue;
      this.seen.add(registry);
      const makeWay = (): void => this.makeWay(kind);
      const registered = (): void => this.registered(kind);
      registry[SETTERS[kind]] = function (this: unknown, ...args) {
        makeWay();
        const isAccepted = registerAs(version, () => setter.apply(this, args));
        registered();
        return isAccepted;
      };
    }
  }

  /** The API refuses what is registered twice. */
  private makeWay(kind: Kind): void {
    this.giveUp(kind);
    if (kind !== 'trace' || this.hasTakenOver) return;
    this.hasTakenOver = true;
    say(
      "this application sets up OpenTelemetry itself, and takes over with its exporters and instrumentations; the Google Cloud plugins stay. To have one set-up, remove the --import and add getGcpInstrumentations() to the application's instrumentations, if both use the same @opentelemetry/api",
    );
    void this.handover.handOver().catch(() => {});
    // Context and propagation stay until the application brings its own: an SDK may have none.
    this.giveUp('metrics');
    this.giveUp('logs');
  }

  private giveUp(kind: Kind): void {
    if (this.own.delete(kind)) API[kind].disable();
  }

  private registered(kind: Kind): void {
    if (kind === 'propagation' || kind === 'context') return;
    try {
      this.handover.takenOver();
    } catch (thrown) {
      diag.error(
        '@gcp-otel/auto-instrumentations: a plugin did not take the provider of the application',
        thrown,
      );
    }
  }
}
