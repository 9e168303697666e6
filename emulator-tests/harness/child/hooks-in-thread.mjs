/** The loader hooks of an application, in a thread of their own, as they have been since Node.js 20.6. */
import { register } from 'node:module';

register('import-in-the-middle/hook.mjs', import.meta.url, {
  data: { include: [/\/@google(?:-cloud|\/genai)\//] },
});
