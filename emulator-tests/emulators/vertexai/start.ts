import { join } from 'node:path';
import type { StartOptions } from '../backend.ts';
import { startScripted, type ScriptedBackend } from '../scripted.ts';

/**
 * Starts a server of Vertex AI and of the Gemini API, by HTTP and by HTTPS on one port, that does as it is told by the names in a
 * request: see scripted/faults.ts. Neither has an emulator.
 */
export function startScriptedVertexAI(options: StartOptions = {}): Promise<ScriptedBackend<'vertexai'>> {
  const server = join(import.meta.dirname, 'scripted', 'server.ts');
  return startScripted('vertexai', 'scripted server of Vertex AI', server, options);
}
