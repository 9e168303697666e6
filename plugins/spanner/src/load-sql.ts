import type * as Statements from './statements';

let loaded: typeof Statements | undefined;

/** Loads what reads statements, once. */
export const reader = (): typeof Statements => (loaded ??= require('./statements') as typeof Statements);
