/**
 * `node server.ts --host 127.0.0.1 --port 8080 --control-port 8081`: a scripted Firestore server, whose behavior the names in a
 * request choose (faults.ts).
 */
import { serveScripted } from '../../scripted-grpc.ts';
import { firestoreService } from '../protocol.ts';
import { Faults } from './faults.ts';
import { listenMethods } from './listen.ts';
import { readMethods } from './reads.ts';
import { unaryMethods } from './writes.ts';

const faults = new Faults();

serveScripted(
  (dropConnection) => [
    [
      firestoreService,
      {
        ...readMethods(faults, dropConnection),
        ...unaryMethods(faults, dropConnection),
        ...listenMethods(faults),
      },
    ],
  ],
  () => faults.reset(),
);
