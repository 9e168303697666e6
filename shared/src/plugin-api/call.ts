/** The view of an observed call that the functions of a plugin get. */
import type { Context, Span } from '@opentelemetry/api';
import type { Attributes } from './attributes';
import type { Description } from './description';
import type { ClientInstrumentationConfig } from './options';

/** One observed call. It is also the context that the library runs in until it ends. */
export interface Call extends Context {
  /** Its row in the table. */
  readonly operation: { readonly operation: string };
  readonly description: Description;
  /** The object whose method was called. */
  readonly target: unknown;
  readonly args: readonly unknown[];
  /** The options of the plugin. */
  readonly config: ClientInstrumentationConfig;
  /** `undefined` if the call is not traced and only has metrics. */
  readonly span: Span | undefined;
  readonly ended: boolean;
  /** Whether calls that this one makes have spans, as its children. */
  readonly composite: boolean;
  /** Whether calls made now belong to this one and have no span of their own. */
  readonly hidesInnerCalls: boolean;
  /** Adds `by` (default: 1) to an attribute that counts something inside this call. */
  count(attribute: string, by?: number): void;
  /** Sets an attribute that is recorded when the call ends, whether it succeeds or fails. */
  note(attribute: string, value: string | number | boolean): void;
  /** Returns an object whose property is the attribute, for numbers that change too often for `count`. Starts at 0. */
  counting<Name extends string>(attribute: Name): { [Counted in Name]: number };
  /** The current value of a noted or counted attribute. */
  notedValue(attribute: string): string | number | boolean | undefined;
  /** All noted and counted attributes. */
  steps(): Attributes | undefined;
  /** Notes the failure of a child call, which is the reason for the next attempt, or for the failure of this call. */
  failed(error: unknown): void;
  succeed(result?: unknown): void;
  fail(error: unknown): void;
}
