import type { Attributes } from '../plugin-api/attributes';
import type { Call } from '../plugin-api/call';
import type { Description } from '../plugin-api/description';
import type { Operation } from '../plugin-api/operation';
import type { CallInfo } from '../plugin-api/options';

/** A call, as far as it is recorded. */
export interface RecordedCall extends Call {
  readonly operation: Operation;
  readonly name: string;
  /** Seconds since it was made. */
  readonly elapsed: number;
  /** What has been noted of it; `undefined` if nothing has. */
  readonly noted: Attributes | undefined;
  /** How often its function was run, where it has one. */
  readonly attemptCount: number | undefined;
  info(): CallInfo;
}

/** A row's functions as they are called here: with whatever the library was called with. */
export interface Callable {
  describe(target: unknown, args: readonly unknown[], operation: string, config: object): Description;
  details?(target: unknown, args: readonly unknown[], config: object): Attributes;
  outcome?(result: unknown, target: unknown, call: Call): Attributes | undefined;
  failure?(error: unknown, target: unknown, call: Call): Attributes | undefined;
}

export const callable = (operation: Operation): Callable => operation;
