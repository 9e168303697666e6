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
   * Names a collection in spans and metrics. Use it if paths contain data that cannot be recognized, such as tenant
   * names. It receives the path as it would be recorded, without document ids (`acme/{id}/orders`), and returns the
   * name to record instead (`{tenant}/{id}/orders`), or `undefined` to record no collection. It is called once for each
   * path, so the same path must always get the same name. If it throws, no collection is recorded and `diag` warns.
   * Default: the path as received.
   */
  collectionName?: (path: string) => string | undefined;
}
