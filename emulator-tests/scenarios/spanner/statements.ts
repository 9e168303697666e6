import type { Steps } from '../../suites/traces/steps.ts';
import { calledBack, consume, spannerKit, type Kit } from './kit.ts';

const all = 'SELECT * FROM Singers';
const one = { sql: 'SELECT Name FROM Singers WHERE Id = @id', params: { id: 1 } };
const byKey = { columns: ['Id', 'Name'], keys: ['1', '2'] };

export const steps: Steps<Kit> = {
  'a query: awaited, called back, streamed': {
    async run({ database }) {
      await database.run(all);
      await calledBack((callback) => database.run(one, callback));
      await consume(database.runStream(all));
    },
    tree: `
I app
  C SELECT Singers
    C grpc ExecuteStreamingSql
  C SELECT Singers
    C grpc ExecuteStreamingSql
  C SELECT Singers
    C grpc ExecuteStreamingSql`,
  },

  'a read of a table: awaited, called back, streamed': {
    async run({ database }) {
      const singers = database.table('Singers');
      await singers.read(byKey);
      await calledBack((callback) => singers.read(byKey, callback));
      await consume(singers.createReadStream(byKey));
    },
    tree: `
I app
  C read Singers
    C grpc BeginTransaction
    C grpc StreamingRead
  C read Singers
    C grpc BeginTransaction
    C grpc StreamingRead
  C read Singers
    C grpc BeginTransaction
    C grpc StreamingRead`,
  },

  'a snapshot': {
    async run({ database }) {
      const [snapshot] = await database.getSnapshot({ strong: true });
      await snapshot.run(all);
      await consume(snapshot.runStream(one));
      await snapshot.read('Singers', byKey);
      await consume(snapshot.createReadStream('Singers', byKey));
      snapshot.end();
    },
    tree: `
I app
  C begin
    C grpc BeginTransaction
  C SELECT Singers
    C grpc ExecuteStreamingSql
  C SELECT Singers
    C grpc ExecuteStreamingSql
  C read Singers
    C grpc StreamingRead
  C read Singers
    C grpc StreamingRead`,
  },

  'mutations of a table': {
    async run({ database }) {
      const albums = database.table('Albums');
      await albums.insert([{ Id: 1, Name: 'Total Junk' }]);
      await albums.update([{ Id: 1, Name: 'Go' }]);
      await albums.upsert([{ Id: 2, Name: 'Green' }]);
      await albums.replace([{ Id: 2, Name: 'Blue' }]);
      await calledBack((callback) => albums.deleteRows(['1', '2'], callback));
    },
    tree: ['insert', 'update', 'upsert', 'replace', 'delete_rows'].reduce(
      (tree, operation) => `${tree}
  C ${operation} Albums
    C grpc BeginTransaction
    C grpc Commit`,
      'I app',
    ),
  },

  'fifty queries at once: each with its own request': {
    run: ({ database }) => Promise.all(Array.from({ length: 50 }, () => database.run(all))),
    tree: `I app\n${'  C SELECT Singers\n    C grpc ExecuteStreamingSql\n'.repeat(50)}`,
  },

  "fifty queries at once of a client that is new: its sessions are in nobody's trace": {
    async run(kit) {
      const { database } = spannerKit(kit.client, kit);
      await Promise.all(Array.from({ length: 50 }, () => database.run(all)));
    },
    tree: `I app\n${'  C SELECT Singers\n    C grpc ExecuteStreamingSql\n'.repeat(50)}`,
  },

  'a statement in all partitions': {
    run: ({ database }) => database.runPartitionedUpdate("UPDATE Singers SET Name = 'x' WHERE true"),
    tree: `
I app
  C UPDATE Singers
    C grpc BeginTransaction
    C grpc ExecuteStreamingSql`,
  },

  'mutations that are written at least once': {
    async run({ client: { MutationSet }, database }) {
      const set = new MutationSet();
      set.upsert('Albums', { Id: 3, Name: 'Go' });
      await database.writeAtLeastOnce(set, {});
    },
    tree: `
I app
  C write
    C grpc Commit`,
  },

  'a query in partitions': {
    async run({ database }) {
      const [transaction] = await database.createBatchTransaction();
      const [partitions] = await transaction.createQueryPartitions(all);
      await transaction.execute(partitions[0]!);
      const [ranges] = await transaction.createReadPartitions({ table: 'Singers', ...byKey });
      await consume(transaction.executeStream(ranges[0]!));
      transaction.close();
    },
    tree: `
I app
  C begin
    C grpc BeginTransaction
  C partition_query
    C grpc PartitionQuery
  C execute_partition
    C grpc ExecuteStreamingSql
  C partition_read Singers
    C grpc PartitionRead
  C execute_partition
    C grpc StreamingRead`,
  },
};
