import { start } from './start';

/** `node --import @gcp-otel/auto-instrumentations/register app.js` */
start();
