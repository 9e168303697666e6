import type { Service } from './backend.ts';
import { probe } from './probe.ts';

/** `node probe-once.ts firestore|storage|spanner|vertexai host:port` exits with 0 if a backend of the service answers there. */
const [, , service, host = ''] = process.argv;
await probe(service as Service, host, 5_000).catch(() => process.exit(1));
