/** Sets up an SDK when it is loaded: `node --import @gcp-otel/auto-instrumentations/register app.js`. */
import { enableCompileCache } from './compile-cache';
import type * as Start from './start';

// Before the rest is loaded, which is a file of its own for that reason.
enableCompileCache();
(require('./start') as typeof Start).start();
