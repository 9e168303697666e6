/**
 * `node server.ts --host 127.0.0.1 --port 9010 --control-port 9011`: a Spanner server that does as it is told by the names in a
 * request (faults.ts). It keeps nothing.
 */
import { serveScripted } from '../../scripted-grpc.ts';
import { databaseAdminService, instanceAdminService, spannerService } from '../protocol.ts';
import { databaseAdminMethods, instanceAdminMethods } from './administration.ts';
import { Faults } from './faults.ts';
import { streamMethods } from './streams.ts';
import { transactionMethods } from './transactions.ts';
import { unaryFactory } from './unary.ts';

const faults = new Faults();

serveScripted(
  (dropConnection) => {
    const unary = unaryFactory(faults, dropConnection);
    return [
      [spannerService, { ...streamMethods(faults, dropConnection), ...transactionMethods(unary, faults) }],
      [databaseAdminService, databaseAdminMethods(unary)],
      [instanceAdminService, instanceAdminMethods(unary)],
    ];
  },
  () => faults.reset(),
);
