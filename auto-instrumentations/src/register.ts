/** Sets up an SDK when it is loaded: `node --import @gcp-otel/auto-instrumentations/register app.js`. */
import { start } from './start';

start();
