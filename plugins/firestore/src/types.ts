/** The options of the Firestore instrumentation. */
import type { ClientInstrumentationConfig } from '@gcp-otel/shared';

export interface FirestoreInstrumentationConfig extends ClientInstrumentationConfig {
  /**
   * What to do with the spans that the client makes itself since 7.10, and with those of google-gax below it.
   * `replace`: while this instrumentation is enabled they are not made, not even for clients with a tracer provider of
   * their own. `keep`: they are left as they are.
   * @default 'replace'
   */
  nativeSpans?: 'replace' | 'keep';
  /**
   * The edition of the database. The billing units of an Enterprise database depend on sizes and indexes, which a client
   * does not see, so nothing is counted.
   * @default 'standard'
   */
  edition?: 'standard' | 'enterprise';
  /**
   * Names a collection, for spans and metrics, where its path holds data that no rule can know: the names of tenants,
   * say. It is given the path as it would be recorded, ids of documents left out (`acme/{id}/orders`), and returns
   * what is recorded instead (`{tenant}/{id}/orders`); `undefined` records no collection. It is asked once for each
   * path, so the same path must have the same name. If it throws, no collection is recorded, and `diag` says so.
   * Default: the path as it is given.
   */
  collectionName?: (path: string) => string | undefined;
}
