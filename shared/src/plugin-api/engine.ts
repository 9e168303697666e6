import type { Context } from '@opentelemetry/api';
import type { Call } from './call';
import type { Operation } from './operation';
import type { ClientInstrumentationConfig } from './options';

/** The engine, as the wrappers of a plugin see it. */
export interface Engine {
  /** Wrappers outlive a `disable()` (a method kept in a variable), so each asks this first. */
  readonly enabled: boolean;
  /** Nobody to record for: an SDK neither for traces nor for metrics. */
  readonly idle: boolean;
  readonly config: ClientInstrumentationConfig;
  /** The call that `active` is part of, running or over. */
  callIn(active: Context): Call | undefined;
  /** The call that runs where this is asked, if its plugin is enabled. */
  running(): Call | undefined;
  /** Starts observing a call. */
  begin(operation: Operation, target: unknown, args: readonly unknown[], active?: Context): Call;
  /** Does something beside a call of the library. What it throws is reported, and the call goes on. */
  runSafely(run: () => void): void;
}
