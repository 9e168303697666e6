import type { Attributes, context, trace } from '@opentelemetry/api';

/** What a scenario gets besides the client. */
export interface Tools {
  readonly trace: typeof trace;
  readonly context: typeof context;
  /** Runs `work` in an active span of the application. */
  readonly inSpan: <T>(name: string, work: () => Promise<T>, attributes?: Attributes) => Promise<T>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly projectId: string;
  readonly delay: <T = void>(milliseconds: number, value?: T) => Promise<T>;
  /** An id that no other process uses: the scripted server counts its faults by id. */
  readonly unique: (id: string) => string;
  /** Resolves when every span has ended, or `patienceMs` (5000) are over. */
  readonly settled: (patienceMs?: number) => Promise<void>;
  /** Loads a further module from where the client came from, by `require` or `import` as the entry does. */
  readonly load: (specifier: string) => Promise<unknown>;
}

/**
 * The default export of `scenarios/<service>/<name>.ts`: `client` is what `require` or `import` of the client library gives.
 * What it resolves with must survive JSON. An exported `config` configures the plugin, functions included.
 */
export type Scenario<Client> = (client: Client, tools: Tools) => Promise<unknown>;
