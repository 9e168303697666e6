import type { Documented } from '../conventions/documented.ts';
import type { ClientExample } from '../loading/client-example.ts';
import type { Inner } from '../suites/rows.ts';
import type { Layers } from '../suites/traces/layers.ts';
import type { ClientReleases } from '../versions/client-releases.ts';

/** What the tests and the tools know about a service that the pack has a plugin for. */
export interface Service {
  /** As people write it. */
  readonly title: string;
  readonly plugin: {
    readonly package: string;
    readonly className: string;
  };
  /** The module that scenarios use where they name no other. */
  readonly client: string;
  /** Whose spans may be in its traces, and where. */
  readonly layers: Layers;
  /** What its pages say that it emits. */
  readonly documented: Documented;
  /** Of its tables of operations, the rows that an application reaches through another's call only. */
  readonly innerRows: Inner;
  /** Applications with its clients, by a short name of the client. */
  readonly examples: Readonly<Record<string, ClientExample>>;
  /** The releases of its clients that are tested. */
  readonly releases: readonly ClientReleases[];
  /** The words by which code names it: the engine has none of them. */
  readonly words: RegExp;
}
