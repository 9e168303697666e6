import type * as stream from 'node:stream';
import type * as instrumentation from '@gcp-otel/instrumentation-firestore';
import type { Scenario } from '../../harness/scenario.ts';
import { countingProvider, findLeaks, type Leaks } from '../../suites/leaks/find-leaks.ts';

const ignore = () => {};

/** Classes with the names of the client's, and nothing that takes time: what stays in memory is the instrumentation's. */
const stubs = ({ Readable }: typeof stream) => {
  const _firestore = { _projectId: 'demo', _settings: {} };
  const _queryOptions = { parentPath: { segments: [] }, collectionId: 'users', filters: [], fieldOrders: [] };
  const rows = [1, 2, 3];
  return {
    Query: class {
      _firestore = _firestore;
      _queryOptions = _queryOptions;
      async get() {
        return { size: 1 };
      }
      async explain() {
        throw new RangeError('refused');
      }
      stream() {
        return Readable.from(rows);
      }
      onSnapshot(hear: (snapshot: object) => void) {
        for (const size of rows) hear({ size, docChanges: () => [] });
        return ignore;
      }
    },
    CollectionGroup: class {
      _firestore = _firestore;
      _queryOptions = { ..._queryOptions, allDescendants: true };
      async *getPartitions() {
        yield* rows;
      }
    },
  };
};

async function consume(rows: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of rows);
}

/** `client` is Node's own `stream` module. */
const scenario: Scenario<typeof stream> = async (client, tools): Promise<Leaks> => {
  const { FirestoreInstrumentation } = (await tools.load(
    '@gcp-otel/instrumentation-firestore',
  )) as typeof instrumentation;
  const { provider, spans } = await countingProvider(tools);
  const plugin = new FirestoreInstrumentation();
  plugin.setTracerProvider(provider);
  const { Query, CollectionGroup } = plugin.instrumentModule(stubs(client));
  const query = new Query();
  const group = new CollectionGroup();

  const kept: unknown[] = [];
  const planted = tools.env['LEAK'] === '1';
  const kinds: Record<string, () => unknown> = {
    promise: () => (planted ? kept.push(query.get()) : query.get()),
    rejection: () => query.explain().catch(ignore),
    stream: () => consume(query.stream()),
    'stream left early': () => query.stream().on('data', ignore).destroy(),
    iterator: () => consume(group.getPartitions()),
    subscription: () => query.onSnapshot(ignore)(),
  };
  return findLeaks(tools, {
    spans,
    plugin,
    kinds,
    abandon: () => abandon(query, group),
    marked: (mark) =>
      Object.assign(new Query(), { _queryOptions: { ...query._queryOptions, collectionId: mark } }).get(),
  });
};

async function abandon(
  query: { stream(): stream.Readable },
  group: { getPartitions(): AsyncGenerator },
): Promise<void> {
  for (let index = 0; index < 100; index++) {
    query.stream();
    query.stream().once('readable', ignore).read();
    // oxlint-disable-next-line no-await-in-loop -- its first item only
    await group.getPartitions().next();
  }
}

export default scenario;
