import { createRequire } from 'node:module';
import type { ServiceDefinition } from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';

/** A client's gRPC services, by their full names. The protos are resolved from the client, which depends on them. */
export function servicesOf(client: string, protos: string): (name: string) => ServiceDefinition {
  const clientRequire = createRequire(createRequire(import.meta.url).resolve(client));
  const packageDefinition = fromJSON(clientRequire(protos), {
    longs: Number,
    enums: String,
    defaults: true,
    oneofs: true,
    keepCase: false,
  });
  return (name) => {
    const definition = packageDefinition[name];
    if (!definition || 'format' in definition) throw new Error(`the client's protos have no service ${name}`);
    return definition;
  };
}
