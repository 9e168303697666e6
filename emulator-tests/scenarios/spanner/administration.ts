import type { Steps } from '../../suites/traces/steps.ts';
import type { Kit } from './kit.ts';

export const steps: Steps<Kit> = {
  'the schema': {
    async run({ database }) {
      const [operation] = await database.updateSchema(['ALTER TABLE Albums ADD COLUMN Year INT64']);
      await operation.promise();
      await database.getSchema();
      const [, creation] = await database.createTable('CREATE TABLE Venues (Id INT64) PRIMARY KEY (Id)');
      await creation.promise();
      const [deletion] = await database.table('Venues').delete();
      await deletion.promise();
    },
    tree: `
I app
  C update_schema
    C grpc UpdateDatabaseDdl
  C get_schema
    C grpc GetDatabaseDdl
  C create_table
    C grpc UpdateDatabaseDdl
  C drop_table Venues
    C grpc GetDatabase
    C grpc UpdateDatabaseDdl`,
  },

  'the database': {
    async run({ database }) {
      await database.exists();
      await database.getMetadata();
      await database.get();
    },
    tree: `
I app
  C get_database
    C grpc GetDatabase
  C get_database
    C grpc GetDatabase
  C get_database
    C grpc GetDatabase`,
  },

  'instances and databases': {
    async run({ spanner, instance }) {
      await spanner.getInstances();
      await spanner.getInstanceConfigs();
      await instance.getMetadata();
      await instance.getDatabases();
      const [another, creation] = await instance.createDatabase('another');
      await creation.promise();
      await another.delete();
    },
    tree: `
I app
  C list_instances
    C grpc ListInstances
  C list_instance_configs
    C grpc ListInstanceConfigs
  C get_instance
    C grpc GetInstance
  C list_databases
    C grpc ListDatabases
  C create_database
    C grpc CreateDatabase
  C delete_database
    C grpc DropDatabase`,
  },
};
