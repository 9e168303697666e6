import { credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { FirestoreStub } from './protocol.ts';

/** Reads a document that does not exist. The backend at `host` is ready when it responds. */
export function probe(host: string, timeoutMs: number): Promise<void> {
  const stub = new FirestoreStub(host, credentials.createInsecure());
  const metadata = new Metadata();
  metadata.set('authorization', 'Bearer owner');
  const database = 'projects/demo-probe/databases/(default)';
  const request = { database, documents: [`${database}/documents/probe/missing`] };

  return new Promise<void>((resolve, reject) => {
    const call = stub['batchGetDocuments']?.(request, metadata, { deadline: Date.now() + timeoutMs });
    call?.on('data', () => {});
    call?.on('end', resolve);
    call?.on('error', (error: ServiceError) => reject(new Error(error.details)));
  }).finally(() => stub.close());
}
