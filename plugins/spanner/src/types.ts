/** The options of the Spanner instrumentation. */
import type { ClientInstrumentationConfig } from '@gcp-otel/shared';

export interface SpannerInstrumentationConfig extends ClientInstrumentationConfig {
  /**
   * What to do with the spans that the client makes itself since 7.15, and with those of google-gax below it.
   * `replace`: while this instrumentation is enabled they are not made, not even for clients with a tracer provider of
   * their own. `keep`: they are left as they are.
   * @default 'replace'
   */
  nativeSpans?: 'replace' | 'keep';
  /**
   * Trace schema changes, and administration of databases, instances and backups. If `false`, they have neither spans
   * nor metrics.
   * @default true
   */
  captureAdminOperations?: boolean;
  /**
   * Also mask literals of statements that have parameters. By default, as the semantic conventions say, such a statement
   * is recorded as written, because all data in it should be in parameters.
   * @default false
   */
  maskParameterizedQueries?: boolean;
}
