import type { Duplex } from 'node:stream';
import type { FirestoreServer } from '@firestore-emulator/server';

type Handler = (call: Duplex) => void;

/** Ends a listener's stream when the client ends its side. The server would leave it open, and fail it when it stops. */
export function endListeners(embedded: FirestoreServer): void {
  const handlers: Map<string, { func: Handler }> = embedded['server'].handlers;
  const handler = handlers.get('/google.firestore.v1.Firestore/Listen');
  if (!handler) throw new Error('@firestore-emulator/server does not serve Listen');
  const listen = handler.func;
  handler.func = (call) => {
    call.once('end', () => call.end());
    listen(call);
  };
}
