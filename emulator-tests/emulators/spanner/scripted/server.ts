/**
 * `node server.ts --host 127.0.0.1 --port 9010 --control-port 9011`: a Spanner server that does as it is told by the names in a
 * request (faults.ts). It keeps nothing.
 */
import { serveScripted } from '../../scripted-grpc.ts';
import { Faults } from './faults.ts';
import { spannerServices } from './services.ts';

const faults = new Faults();

serveScripted(
  (dropConnection) => spannerServices(faults, dropConnection),
  () => faults.reset(),
);
