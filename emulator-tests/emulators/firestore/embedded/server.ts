/** `node server.ts --host 127.0.0.1 --port 8080`: the embedded Firestore server, with its state in memory. */
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { FirestoreServer } from '@firestore-emulator/server';
import type * as grpc from '@grpc/grpc-js';
import { endListeners } from './listen.ts';
import { addMissingMethods } from './missing-methods.ts';
import { runQuery } from './query.ts';
import { addTransactions } from './transactions.ts';

const { values } = parseArgs({ options: { host: { type: 'string' }, port: { type: 'string' } } });

const embedded = new FirestoreServer();
embedded.state.v1Query = (parent, query) => runQuery(embedded.state, parent, query);
addMissingMethods(embedded);
endListeners(embedded);
addTransactions(embedded);

// Its own `start` binds all interfaces. The credentials must come from its own copy of gRPC.
const { ServerCredentials }: typeof grpc = createRequire(
  createRequire(import.meta.url).resolve('@firestore-emulator/server'),
)('@grpc/grpc-js');
const server: grpc.Server = embedded['server'];
server.bindAsync(`${values.host}:${values.port}`, ServerCredentials.createInsecure(), (error) => {
  if (error) throw error;
});
