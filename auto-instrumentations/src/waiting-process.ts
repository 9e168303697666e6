/** Started at the exit of a process, to export the spans that it has left behind. */
import type * as Start from './start';

(require('./start') as typeof Start).exportWaiting();
