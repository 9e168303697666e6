/** The interface of a plugin's table: which methods of which classes are replaced. */
import type { Context } from '@opentelemetry/api';
import type { Attributes } from './attributes';
import type { Call } from './call';
import type { Description } from './description';
import type { Engine } from './engine';
import type { InReleases, Operation } from './operation';

// oxlint-disable-next-line typescript/no-explicit-any -- any method of any library: nothing narrower accepts them all
export type Method = (this: any, ...args: any[]) => any;

/**
 * Creates the replacement of an internal method. It must handle its own errors, as the engine's wrappers do. Declared as
 * the type of a method, so that those wrappers can use the whole engine and not only the plugin's view of it.
 */
export type Wrapper = { wrap(engine: Engine, original: Method): Method }['wrap'];

/** A property to replace: a traced method, an internal method, or one that a constructor assigns. */
export type Row =
  | Operation
  | ({ readonly wrap: Wrapper } & InReleases)
  | ({ readonly assigned: Assigned } & InReleases);

/** Gets the value that a constructor assigns to an instance, and returns the value to assign instead. */
export type Assigned = { assign(engine: Engine, instance: object, value: unknown): unknown }['assign'];

/** The methods of one class to replace, and the files that define the class in different releases. */
export interface ClassRows {
  /** Paths inside the package. An empty path is the main module; an empty list, a class that no file exports. */
  readonly files: readonly string[];
  /** `methods` are functions that the file exports, not methods of a class. */
  readonly functions?: boolean;
  readonly methods: { readonly [method: string]: Row };
  readonly since?: string;
}

export interface OperationTable {
  readonly [className: string]: ClassRows;
}

/** Checks the type of a plugin's table without widening it. */
export const defineOperations = <const Table extends OperationTable>(table: Table): Table => table;

/** The functions of a row that get the call's target. */
interface FunctionsOn<Target> {
  readonly describe: (target: Target, args: never, operation: string, config: never) => Description;
  readonly when?: (target: Target, args: never, config: never) => boolean;
  readonly details?: (target: Target, args: never, config: never) => Attributes;
  readonly outcome?: (result: never, target: Target, call: Call) => Attributes | undefined;
  readonly failure?: (error: never, target: Target, call: Call) => Attributes | undefined;
  readonly compositeIf?: (target: Target, args: never) => boolean;
  readonly linkedContexts?: (target: Target, args: never) => Iterable<Context>;
}

/** A row of a class whose instances are `Target`s. A function for another class does not compile. */
export type OperationOn<Target> = Omit<Operation, keyof FunctionsOn<Target>> & FunctionsOn<Target>;

/** The rows of a class, checked against the plugin's type of it: `{ files, methods } satisfies RowsOf<Query>`. */
export interface RowsOf<Target> extends Omit<ClassRows, 'methods'> {
  readonly methods: { readonly [method: string]: OperationOn<Target> | Exclude<Row, Operation> };
}
