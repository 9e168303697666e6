// What is made of the text of a statement. A file of its own in the published package, too: it is loaded with the first
// statement, and not while an application starts.
export { masked, MAX_TEXT } from './sql';
export { summarized } from './sql-summary';
