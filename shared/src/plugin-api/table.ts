import type { Context } from '@opentelemetry/api';
import type { Attributes } from './attributes';
import type { Call } from './call';
import type { Description } from './description';
import type { Engine } from './engine';
import type { InReleases, Operation } from './operation';

// oxlint-disable-next-line typescript/no-explicit-any -- any method of any library: nothing narrower accepts them all
export type Method = (this: any, ...args: any[]) => any;

/**
 * Makes the replacement of a method that no row describes. It guards itself, as the engine's own wrappers do. Written
 * as a method's type, so that those wrappers may ask the engine for more than a plugin can.
 */
export type Wrapper = { wrap(engine: Engine, original: Method): Method }['wrap'];

/** A method to replace: one that is traced, a step of the library's own, or what a constructor assigns. */
export type Row =
  | Operation
  | ({ readonly wrap: Wrapper } & InReleases)
  | ({ readonly assigned: Assigned } & InReleases);

/** Sees what the constructor of a class assigns to an instance, and says what the instance gets. */
export type Assigned = { assign(engine: Engine, instance: object, value: unknown): unknown }['assign'];

/** The methods of one class to replace, and the files of the package that define the class, in its releases. */
export interface ClassRows {
  /** Paths inside the package. Empty: the package's main module. */
  readonly files: readonly string[];
  /** These are functions that the file exports, and no methods of a class. */
  readonly functions?: boolean;
  readonly methods: { readonly [method: string]: Row };
  readonly since?: string;
}

export interface OperationTable {
  readonly [className: string]: ClassRows;
}

/** Types a plugin's table without widening it. */
export const defineOperations = <const Table extends OperationTable>(table: Table): Table => table;

/** The functions of a row that are given what its method was called on. */
interface FunctionsOn<Target> {
  readonly describe: (target: Target, args: never, operation: string, config: never) => Description;
  readonly when?: (target: Target, args: never, config: never) => boolean;
  readonly details?: (target: Target, args: never, config: never) => Attributes;
  readonly outcome?: (result: never, target: Target, call: Call) => Attributes | undefined;
  readonly failure?: (error: never, target: Target, call: Call) => Attributes | undefined;
  readonly compositeIf?: (target: Target, args: never) => boolean;
  readonly linkedContexts?: (target: Target, args: never) => Iterable<Context>;
}

/** A row of a class whose instances are `Target`s: a function that describes another class does not compile. */
export type OperationOn<Target> = Omit<Operation, keyof FunctionsOn<Target>> & FunctionsOn<Target>;

/** The rows of a class, to be checked against what the plugin knows of it: `{ … } satisfies RowsOf<Query>`. */
export interface RowsOf<Target> extends Omit<ClassRows, 'methods'> {
  readonly methods: { readonly [method: string]: OperationOn<Target> | Exclude<Row, Operation> };
}
