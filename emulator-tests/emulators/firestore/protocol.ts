import { createRequire } from 'node:module';
import { makeClientConstructor, type ServiceDefinition } from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';

/** The protos are a dependency of the client, so they are looked up from there: they always are the client's own. */
const clientRequire = createRequire(createRequire(import.meta.url).resolve('@google-cloud/firestore'));
const packageDefinition = fromJSON(clientRequire('@google-cloud/firestore-api/build/protos/protos.json'), {
  longs: Number,
  enums: String,
  defaults: true,
  oneofs: true,
  keepCase: false,
});

const serviceName = 'google.firestore.v1.Firestore';

/** Firestore's service, for a server. */
export const firestoreService = serviceDefinition();

/** Firestore's service, for a client without any of the client library's behaviour. */
export const FirestoreStub = makeClientConstructor(firestoreService, serviceName);

function serviceDefinition(): ServiceDefinition {
  const definition = packageDefinition[serviceName];
  if (!definition || 'format' in definition)
    throw new Error(`the client's protos have no service ${serviceName}`);
  return definition;
}
