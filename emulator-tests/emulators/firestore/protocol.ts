import { makeClientConstructor } from '@grpc/grpc-js';
import { servicesOf } from '../protos.ts';

const serviceName = 'google.firestore.v1.Firestore';
const services = servicesOf(
  '@google-cloud/firestore',
  '@google-cloud/firestore-api/build/protos/protos.json',
);

/** Firestore's service, for a server. */
export const firestoreService = services(serviceName);

/** A bare gRPC client of Firestore's service. */
export const FirestoreStub = makeClientConstructor(firestoreService, serviceName);
