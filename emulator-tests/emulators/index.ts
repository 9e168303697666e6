/** Backends for the client libraries. Uses a running one, or starts one in a child process. */
export type { Backend, BackendSource, StartOptions } from './backend.ts';
export type { Bill } from './bill.ts';
export { firestoreBill } from './firestore/bill.ts';
export { firestoreService } from './firestore/protocol.ts';
export { startGrpcProxy } from './proxies/grpc.ts';
export { startHttpProxy } from './proxies/http.ts';
export type { Proxy } from './proxies/proxy.ts';
export type { RecordedRequest, ScriptedBackend } from './scripted.ts';
export { storageBill } from './storage/bill.ts';
export { vertexaiBill } from './vertexai/bill.ts';
export { backendsOf, startEmulator, startScripted } from './start.ts';
export { sharedEmulator, sharedScripted } from './shared-run.ts';
export { rerouteToServer, scriptedAccount, scriptedCredentials } from './storage/client.ts';
export {
  authorizeAgents,
  rerouteCachedContents,
  scriptedAuthClient,
  trustScriptedServer,
} from './vertexai/client.ts';
