import { credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { FirestoreStub } from './protocol.ts';

/** Reads a document that does not exist: the backend at `host` is ready when it answers. */
export function probeFirestore(host: string, timeoutMs: number): Promise<void> {
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

/** Probes until the backend answers; gives up after `timeoutMs`, or as soon as `signal` says that it is pointless. */
export async function waitUntilReady(host: string, timeoutMs: number, signal?: AbortSignal): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one attempt after the other is the point
      return await probeFirestore(host, Math.min(2_000, Math.max(1, deadline - Date.now())));
    } catch (error) {
      if (signal?.aborted || Date.now() >= deadline) throw error;
    }
    // oxlint-disable-next-line no-await-in-loop
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
