import type * as stream from 'node:stream';
import type * as instrumentation from '@gcp-otel/instrumentation-spanner';
import type { Scenario } from '../../harness/scenario.ts';
import { countingProvider, findLeaks, type Leaks } from '../../suites/leaks/find-leaks.ts';

const ignore = () => {};
const sql = 'SELECT * FROM Singers';
const rows = [1, 2, 3];

/** Classes with the names of the client's, and nothing that takes time: what stays in memory is the instrumentation's. */
const stubs = ({ Readable }: typeof stream) => {
  class Database {
    formattedName_ = 'projects/p/instances/i/databases/d';
    instance = {
      formattedName_: 'projects/p/instances/i',
      parent: { baseUrl: '127.0.0.1', options: { port: 1 } },
    };
    run(_query: string, callback?: (error: null, found: readonly number[]) => void) {
      return callback ? callback(null, rows) : Promise.resolve([rows]);
    }
    async getSchema() {
      throw new RangeError('refused');
    }
    runStream(_query: string) {
      return Readable.from(rows);
    }
    runTransactionAsync<Result>(body: (transaction: Transaction) => Promise<Result>): Promise<Result> {
      return body(new Transaction());
    }
  }
  class Snapshot {
    session = { parent: new Database() };
    runStream(_query: string) {
      return Readable.from(rows);
    }
  }
  class Transaction {
    id = 'begun';
    session = { parent: new Database() };
    async commit() {
      return [{}];
    }
  }
  return { Database, Snapshot, Transaction };
};

type Stubs = ReturnType<typeof stubs>;

async function consume(items: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of items);
}

/** `client` is Node's own `stream` module. */
const scenario: Scenario<typeof stream> = async (client, tools): Promise<Leaks> => {
  const { SpannerInstrumentation } = (await tools.load(
    '@gcp-otel/instrumentation-spanner',
  )) as typeof instrumentation;
  const { provider, spans } = await countingProvider(tools);
  const plugin = new SpannerInstrumentation();
  plugin.setTracerProvider(provider);
  const { Database, Snapshot } = plugin.instrumentModule(stubs(client));
  const database = new Database();
  const snapshot = new Snapshot();

  const kept: unknown[] = [];
  const planted = tools.env['LEAK'] === '1';
  const kinds: Record<string, () => unknown> = {
    promise: () => (planted ? kept.push(database.run(sql)) : database.run(sql)),
    rejection: () => database.getSchema().catch(ignore),
    callback: () => database.run(sql, ignore),
    stream: () => consume(database.runStream(sql)),
    'stream left early': () => database.runStream(sql).on('data', ignore).destroy(),
    'stream that nobody reads': () => snapshot.runStream(sql),
    transaction: () => database.runTransactionAsync((transaction) => transaction.commit()),
  };
  return findLeaks(tools, {
    spans,
    plugin,
    kinds,
    abandon: () => abandon(database, snapshot),
    marked: (mark) => database.run(`SELECT * FROM ${mark}`),
  });
};

async function abandon(
  database: InstanceType<Stubs['Database']>,
  snapshot: InstanceType<Stubs['Snapshot']>,
): Promise<void> {
  for (let index = 0; index < 100; index++) {
    database.runStream(sql);
    snapshot.runStream(sql).once('readable', ignore).read();
    snapshot.runStream(sql);
  }
}

export default scenario;
