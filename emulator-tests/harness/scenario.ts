import type { Attributes, context, trace } from '@opentelemetry/api';
import type { MetricRecord, SpanRecord } from './telemetry.ts';

/** What a scenario gets besides the client. */
export interface Tools {
  readonly trace: typeof trace;
  readonly context: typeof context;
  /** Runs `work` in an active span of the application. */
  readonly inSpan: <T>(name: string, work: () => Promise<T>, attributes?: Attributes) => Promise<T>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly projectId: string;
  readonly delay: <T = void>(milliseconds: number, value?: T) => Promise<T>;
  /** Makes an id unique to this process, because the scripted server counts faults by id. */
  readonly unique: (id: string) => string;
  /** Resolves when every span has ended, or after `patienceMs` (5000). */
  readonly settled: (patienceMs?: number) => Promise<void>;
  /** The spans that have ended so far, and are sampled. */
  readonly spans: () => readonly SpanRecord[];
  /** The metrics so far. */
  readonly metrics: () => Promise<readonly MetricRecord[]>;
  /** Loads another module from the client's location, by `require` or `import` like the entry. */
  readonly load: (specifier: string) => Promise<unknown>;
}

/**
 * The default export of `scenarios/<service>/<name>.ts`. `client` is the module of the client library. The result must survive
 * JSON. An exported `config` configures the plugin, and can contain functions.
 */
export type Scenario<Client> = (client: Client, tools: Tools) => Promise<unknown>;
