/**
 * `node server.ts --host 127.0.0.1 --port 9010 --control-port 9011`: a scripted Spanner server, whose behavior the names in a
 * request choose (faults.ts). It stores nothing.
 */
import { serveScripted } from '../../scripted-grpc.ts';
import { Faults } from './faults.ts';
import { spannerServices } from './services.ts';

const faults = new Faults();

serveScripted(
  (dropConnection) => spannerServices(faults, dropConnection),
  () => faults.reset(),
);
