import type { Documented } from '../conventions/documented.ts';
import type { ClientExample } from '../loading/client-example.ts';
import type { Inner } from '../suites/rows.ts';
import type { Layers } from '../suites/traces/layers.ts';
import type { ClientReleases } from '../versions/client-releases.ts';

/** What the tests and the tools know about a service with a plugin. */
export interface Service {
  /** The name for people. */
  readonly title: string;
  readonly plugin: {
    readonly package: string;
    readonly className: string;
  };
  /** The module that scenarios use by default. */
  readonly client: string;
  /** The scopes whose spans may be in its traces, and where. */
  readonly layers: Layers;
  /** The telemetry that its pages document. */
  readonly documented: Documented;
  /** The rows of its tables that an application only reaches through other calls. */
  readonly innerRows: Inner;
  /** Example applications, by a short name of the client. */
  readonly examples: Readonly<Record<string, ClientExample>>;
  /** The releases of its clients that are tested. */
  readonly releases: readonly ClientReleases[];
  /** Words that name the service in code. The engine must not contain them. */
  readonly words: RegExp;
}
