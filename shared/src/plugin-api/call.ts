import type { Context, Span } from '@opentelemetry/api';
import type { Attributes } from './attributes';
import type { Description } from './description';
import type { ClientInstrumentationConfig } from './options';

/** One observed call, as the functions of a plugin see it. It is the context that the library runs in while it lasts. */
export interface Call extends Context {
  /** Its row in the table. */
  readonly operation: { readonly operation: string };
  readonly description: Description;
  /** The object whose method was called. */
  readonly target: unknown;
  readonly args: readonly unknown[];
  /** The options of the plugin. */
  readonly config: ClientInstrumentationConfig;
  /** Absent where the call is not traced, and has metrics only. */
  readonly span: Span | undefined;
  readonly ended: boolean;
  /** Whether the calls that this one makes are shown as its children. */
  readonly composite: boolean;
  /** Whether calls that the library makes now belong to this one, and have no span of their own. */
  readonly hidesInnerCalls: boolean;
  /** Counts a step that the library takes inside this call, in the attribute that tells how many there were. */
  count(attribute: string, by?: number): void;
  /** Sets an attribute while the call lasts: it is recorded at its end, also where it fails. */
  note(attribute: string, value: string | number | boolean): void;
  /** For a number that changes so often that each look-up would be felt. It starts with none. */
  counting<Name extends string>(attribute: Name): { [Counted in Name]: number };
  /** What has been noted or counted of an attribute so far. */
  notedValue(attribute: string): string | number | boolean | undefined;
  /** All of it. */
  steps(): Attributes | undefined;
  /** Remembers why a step of this call failed: the reason of its next attempt, or of its own failure. */
  failed(error: unknown): void;
  succeed(result?: unknown): void;
  fail(error: unknown): void;
}
