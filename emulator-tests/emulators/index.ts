/** Backends for the client libraries: found where one is running, started in a child process where none is. */
export type { Backend, BackendSource, StartOptions } from './backend.ts';
export { startFirestore } from './firestore.ts';
export { startScriptedFirestore, type RecordedRequest, type ScriptedBackend } from './scripted/backend.ts';
export { shareBackends, sharedFirestore, sharedScripted } from './shared-run.ts';
