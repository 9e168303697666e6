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
