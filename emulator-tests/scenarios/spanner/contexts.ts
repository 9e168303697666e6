import type { Steps } from '../../suites/traces/steps.ts';
import { calledBack, spannerKit, type Kit } from './kit.ts';

const all = 'SELECT * FROM Singers';

/** Where the application goes on is where it was. */
export const steps: Steps<Kit> = {
  'what a callback does': {
    run: ({ database }) =>
      calledBack((callback) =>
        database.run(all, (error) =>
          error ? callback(error) : database.run('SELECT * FROM Albums', callback),
        ),
      ),
    tree: `
I app
  C SELECT Singers
    C grpc ExecuteStreamingSql
  C SELECT Albums
    C grpc ExecuteStreamingSql`,
  },

  'what a listener of a stream does': {
    run: ({ database }) =>
      new Promise((resolve, reject) => {
        let read: Promise<unknown> | undefined;
        database
          .runStream(all)
          .on('data', () => (read ??= database.run('SELECT * FROM Albums')))
          .on('error', reject)
          .on('end', () => resolve(read));
      }),
    tree: `
I app
  C SELECT Singers
    C grpc ExecuteStreamingSql
  C SELECT Albums
    C grpc ExecuteStreamingSql`,
  },

  'what the body of a loop does': {
    async run({ database }) {
      let seen: unknown;
      for await (const _ of database.runStream(all)) seen ??= await database.run('SELECT * FROM Albums');
    },
    tree: `
I app
  C SELECT Singers
    C grpc ExecuteStreamingSql
  C SELECT Albums
    C grpc ExecuteStreamingSql`,
  },

  'a stream that is left early': {
    async run({ database }) {
      for await (const _ of database.runStream(all)) break;
    },
    tree: `
I app
  C SELECT Singers
    C grpc ExecuteStreamingSql`,
  },

  'a lazy stream that is read elsewhere': {
    async run({ database, inSpan }) {
      const [snapshot] = await database.getSnapshot();
      const stream = snapshot.runStream(all);
      await inSpan('elsewhere', async () => {
        for await (const _ of stream);
      });
      snapshot.end();
    },
    tree: `
I app
  C begin
    C grpc BeginTransaction
  I elsewhere
  C SELECT Singers
    C grpc ExecuteStreamingSql`,
  },

  "a client that is new: its sessions are in nobody's trace": {
    async run(kit) {
      const { database } = spannerKit(kit.client, kit);
      await database.run(all);
      await database.run(all);
    },
    tree: `
I app
  C SELECT Singers
    C grpc ExecuteStreamingSql
  C SELECT Singers
    C grpc ExecuteStreamingSql`,
  },
};
