/** Backends for the client libraries: found where one is running, started in a child process where none is. */
export type { Backend, BackendSource, Service, StartOptions } from './backend.ts';
export type { RecordedCall, RecordedRequest, ScriptedBackend } from './scripted.ts';
export { startFirestore, startScriptedFirestore } from './firestore/start.ts';
export { rerouteToServer, scriptedAccount, scriptedCredentials } from './storage/client.ts';
export { startScriptedStorage, startStorage } from './storage/start.ts';
export { startScriptedSpanner, startSpanner } from './spanner/start.ts';
export {
  authorizeAgents,
  rerouteCachedContents,
  scriptedAuthClient,
  trustScriptedServer,
} from './vertexai/client.ts';
export { startScriptedVertexAI } from './vertexai/start.ts';
export {
  shareBackends,
  sharedFirestore,
  sharedScripted,
  sharedScriptedSpanner,
  sharedScriptedStorage,
  sharedScriptedVertexAI,
  sharedSpanner,
  sharedStorage,
} from './shared-run.ts';
