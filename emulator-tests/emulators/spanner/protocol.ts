import { makeClientConstructor } from '@grpc/grpc-js';
import { servicesOf } from '../protos.ts';

const services = servicesOf('@google-cloud/spanner', '@google-cloud/spanner-api/build/protos/protos.json');
const instanceAdmin = 'google.spanner.admin.instance.v1.InstanceAdmin';

/** Spanner's services, for a server. */
export const spannerService = services('google.spanner.v1.Spanner');
export const databaseAdminService = services('google.spanner.admin.database.v1.DatabaseAdmin');
export const instanceAdminService = services(instanceAdmin);

/** A bare gRPC client of the instance administration service. */
export const InstanceAdminStub = makeClientConstructor(instanceAdminService, instanceAdmin);
