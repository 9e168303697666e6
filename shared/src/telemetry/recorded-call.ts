/** The recorder's view of a call, and of a row's functions. */
import type { Attributes } from '../plugin-api/attributes';
import type { Call } from '../plugin-api/call';
import type { Description } from '../plugin-api/description';
import type { Operation } from '../plugin-api/operation';
import type { CallInfo } from '../plugin-api/options';

export interface RecordedCall extends Call {
  readonly operation: Operation;
  readonly name: string;
  /** Seconds since the call started. */
  readonly elapsed: number;
  /** Noted and counted attributes; `undefined` if there are none. */
  readonly noted: Attributes | undefined;
  /** How often the function of the call ran, if the row has `attempts`. */
  readonly attemptCount: number | undefined;
  info(): CallInfo;
}

/** A row's functions with untyped arguments: the recorder passes on whatever the application passed. */
export interface Callable {
  describe(target: unknown, args: readonly unknown[], operation: string, config: object): Description;
  details?(target: unknown, args: readonly unknown[], config: object): Attributes;
  outcome?(result: unknown, target: unknown, call: Call): Attributes | undefined;
  failure?(error: unknown, target: unknown, call: Call): Attributes | undefined;
}

export const callable = (operation: Operation): Callable => operation;
