// Entry point of the SQL reader. It is a separate bundle in the published package, which is loaded with the first
// statement and not when the application starts.
export { masked, MAX_TEXT } from './sql';
export { summarized } from './sql-summary';
