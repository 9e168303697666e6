import { answer } from '../../../src/stub.ts';
import { byHand, histogram, patchWith, type Peer } from './peer.ts';

const text = 'SELECT * FROM users WHERE age = $1';
const values = [30];
const reply = { rows: [] };

const defineLibrary = () => {
  class Client {
    readonly connectionParameters = { host: 'localhost', port: 5432, database: 'shop', user: 'app' };
    readonly database = 'shop';

    async query(_text: string, _values: readonly unknown[]): Promise<typeof reply> {
      await answer;
      return reply;
    }

    connect(): void {}
  }
  return { Client, client: new Client() };
};

const scope = '@opentelemetry/instrumentation-pg';

type Library = ReturnType<typeof defineLibrary>;

export const pg: Peer<Library> = {
  scope,
  instrument: patchWith(scope, 'PgInstrumentation', 'pg'),
  defineLibrary,
  bare: ({ client }) => client.query(text, values),
  instrumented: ({ client }) => client.query(text, values),
  traced() {
    const write = byHand();
    const duration = histogram(
      'db.client.operation.duration',
      's',
      [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10],
    );
    return ({ client }) =>
      write(
        'pg.query:SELECT shop',
        {
          'db.system.name': 'postgresql',
          'db.namespace': 'shop',
          'server.address': 'localhost',
          'server.port': 5432,
          'db.query.text': text,
        },
        () => client.query(text, values),
        (_reply, _span, startedAt) =>
          duration.record((performance.now() - startedAt) / 1000, {
            'db.system.name': 'postgresql',
            'db.namespace': 'shop',
            'server.address': 'localhost',
            'server.port': 5432,
            'db.operation.name': 'SELECT',
          }),
      );
  },
};
