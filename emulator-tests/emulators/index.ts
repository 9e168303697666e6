/** Backends for the client libraries: found where one is running, started in a child process where none is. */
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
