/**
 * `node server.ts --host 127.0.0.1 --port 9010`: the scripted server where there is no emulator. It keeps nothing either, but
 * transactions that are under way at the same time are in each other's way.
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
