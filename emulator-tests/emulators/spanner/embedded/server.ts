/**
 * `node server.ts --host 127.0.0.1 --port 9010`: the scripted server as a substitute for an emulator. It stores nothing either,
 * but concurrent transactions conflict.
 */
import { serveScripted } from '../../scripted-grpc.ts';
import { Faults } from '../scripted/faults.ts';
import { spannerServices } from '../scripted/services.ts';
import { firstCommitWins } from './conflicts.ts';

const faults = new Faults();

serveScripted(
  (dropConnection) => {
    const [[data, methods], ...administration] = spannerServices(faults, dropConnection);
    return [[data, { ...methods, Commit: firstCommitWins(methods.Commit) }], ...administration];
  },
  () => faults.reset(),
);
