/** Backends for the client libraries. Uses a running one, or starts one in a child process. */
export type { Backend, BackendSource, StartOptions } from './backend.ts';
export type { RecordedRequest, ScriptedBackend } from './scripted.ts';
export { backendsOf, startEmulator, startScripted } from './start.ts';
export { sharedEmulator, sharedScripted } from './shared-run.ts';
export { rerouteToServer, scriptedAccount, scriptedCredentials } from './storage/client.ts';
export {
  authorizeAgents,
  rerouteCachedContents,
  scriptedAuthClient,
  trustScriptedServer,
} from './vertexai/client.ts';
