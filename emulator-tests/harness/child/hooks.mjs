/** The loader hook that a client needs to be instrumented which is an ES module, in this thread. */
import { register } from 'import-in-the-middle/register-hooks.mjs';

// The clients alone: where `http` was imported before instrumentation-http was registered, it would make two spans of each request.
register({ include: [/\/@google(?:-cloud|\/genai)\//] });
