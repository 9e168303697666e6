/** The options of the plugin. */
import type { ClientInstrumentationConfig } from '@gcp-otel/shared';

export interface SpannerInstrumentationConfig extends ClientInstrumentationConfig {
  /**
   * What becomes of the spans that the client makes itself since 7.15, and google-gax below it. `replace`: they are
   * not made while this instrumentation is enabled, also for clients given a tracer provider of their own. `keep`: they
   * are untouched.
   * @default 'replace'
   */
  nativeSpans?: 'replace' | 'keep';
  /**
   * Trace schema changes, and what is done to databases, instances and backups. `false`: neither spans nor metrics.
   * @default true
   */
  captureAdminOperations?: boolean;
  /**
   * Mask literals of statements that have parameters, too. By the conventions such a statement is recorded as it was
   * written: what is data in it should be a parameter.
   * @default false
   */
  maskParameterizedQueries?: boolean;
}
