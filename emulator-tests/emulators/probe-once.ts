import type { ServiceName } from '../services/index.ts';
import { probe } from './probe.ts';

/** `node probe-once.ts <service> host:port` exits with 0 if a backend of the service responds there. */
const [, , service, host = ''] = process.argv;
await probe(service as ServiceName, host, 5_000).catch(() => process.exit(1));
