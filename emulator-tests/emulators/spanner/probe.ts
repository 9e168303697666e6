import { credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { InstanceAdminStub } from './protocol.ts';

/** Lists instance configurations. The backend at `host` is ready when it responds. */
export function probe(host: string, timeoutMs: number): Promise<void> {
  const stub = new InstanceAdminStub(host, credentials.createInsecure());
  const request = { parent: 'projects/demo-probe' };
  const options = { deadline: Date.now() + timeoutMs };

  return new Promise<void>((resolve, reject) => {
    stub['listInstanceConfigs']?.(request, new Metadata(), options, (error: ServiceError | null) =>
      error ? reject(new Error(error.details)) : resolve(),
    );
  }).finally(() => stub.close());
}
