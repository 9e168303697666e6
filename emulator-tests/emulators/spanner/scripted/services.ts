import type { DropConnection, Served } from '../../scripted-grpc.ts';
import { databaseAdminService, instanceAdminService, spannerService } from '../protocol.ts';
import { databaseAdminMethods, instanceAdminMethods } from './administration.ts';
import type { Faults } from './faults.ts';
import { streamMethods } from './streams.ts';
import { transactionMethods } from './transactions.ts';
import { unaryFactory } from './unary.ts';

/** The services of a Spanner server: data, databases, instances. */
export function spannerServices(faults: Faults, dropConnection: DropConnection) {
  const unary = unaryFactory(faults, dropConnection);
  const methods = { ...streamMethods(faults, dropConnection), ...transactionMethods(unary, faults) };
  return [
    [spannerService, methods],
    [databaseAdminService, databaseAdminMethods(unary)],
    [instanceAdminService, instanceAdminMethods(unary)],
  ] as const satisfies readonly Served[];
}
