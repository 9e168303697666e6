import { firestore } from './firestore.ts';
import { spanner } from './spanner.ts';
import { storage } from './storage.ts';
import { vertexai } from './vertexai.ts';

export type { Service } from './service.ts';

/** What the tests and the tools know about each service, by the name of its folders. A new service is one more line. */
export const services = { firestore, storage, spanner, vertexai };

export type ServiceName = keyof typeof services;

export const serviceNames = Object.keys(services) as ServiceName[];
