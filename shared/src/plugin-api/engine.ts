import type { Context } from '@opentelemetry/api';
import type { Call } from './call';
import type { Operation } from './operation';
import type { ClientInstrumentationConfig } from './options';

/** The view of the engine that the wrappers of a plugin get. */
export interface Engine {
  /** Every wrapper must check this first, because wrappers outlive `disable()` (a method kept in a variable). */
  readonly enabled: boolean;
  /** Whether there is no SDK, neither for traces nor for metrics. */
  readonly idle: boolean;
  readonly config: ClientInstrumentationConfig;
  /** The call that `active` is part of. It may have ended. */
  callIn(active: Context): Call | undefined;
  /** The running call in the current context, if the plugin is enabled. */
  running(): Call | undefined;
  /** Starts observing a call. */
  begin(operation: Operation, target: unknown, args: readonly unknown[], active?: Context): Call;
  /** Runs code of ours during a call of the library. Errors are reported and do not affect the call. */
  runSafely(run: () => void): void;
}
