import { answer } from '../../../src/stub.ts';
import { byHand, patchWith, type Peer } from './peer.ts';

const namespace = { db: 'shop', collection: 'users' };
const command = { find: 'users', filter: { age: 30 } };
const reply = { ok: 1, cursor: { id: 0, firstBatch: [] } };

const defineLibrary = () => {
  class Connection {
    readonly address = 'localhost:27017';
    readonly id = 1;

    async command(_namespace: object, _command: object): Promise<typeof reply> {
      await answer;
      return reply;
    }
  }
  return { Connection, connection: new Connection() };
};

const scope = '@opentelemetry/instrumentation-mongodb';

type Library = ReturnType<typeof defineLibrary>;

export const mongodb: Peer<Library> = {
  scope,
  // The file of the releases since 6.4, whose methods give promises.
  instrument: patchWith(scope, 'MongoDBInstrumentation', 'mongodb/lib/cmap/connection.js', {}, '>=6.4.0 <8'),
  defineLibrary,
  bare: ({ connection }) => connection.command(namespace, command),
  instrumented: ({ connection }) => connection.command(namespace, command),
  traced() {
    const write = byHand();
    return ({ connection }) =>
      write(
        'find users',
        {
          'db.system.name': 'mongodb',
          'db.namespace': 'shop',
          'db.operation.name': 'find',
          'db.collection.name': 'users',
          'server.address': 'localhost',
          'server.port': 27_017,
          'db.query.text': '{"find":"?","filter":{"age":"?"}}',
        },
        () => connection.command(namespace, command),
        () => {},
      );
  },
};
