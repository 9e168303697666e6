/** Loads the SQL reader with the first statement, to keep it out of the application's start. */
import type * as Statements from './statements';

let loaded: typeof Statements | undefined;

export const reader = (): typeof Statements => (loaded ??= require('./statements') as typeof Statements);
