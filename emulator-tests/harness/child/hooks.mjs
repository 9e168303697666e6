/** The loader hooks of an application that registers its own: in this thread, where this Node has sound ones. */
import { register as registerElsewhere } from 'node:module';
import { register } from 'import-in-the-middle/register-hooks.mjs';

// The clients alone: where `http` was imported before instrumentation-http was registered, it would make two spans of each request.
const include = [/\/@google(?:-cloud|\/genai)\//];

try {
  register({ include });
} catch {
  registerElsewhere('import-in-the-middle/hook.mjs', import.meta.url, { data: { include } });
}
