import type { Scenario } from '../../harness/scenario.ts';
import { databaseId, instanceId, type Client } from './kit.ts';

const all = 'SELECT * FROM Singers';

/**
 * Whether what an application has put into its context is there while it loads the client, and in what it calls of one.
 * It makes the client as it starts, where no context is active yet: older releases then replace the context manager.
 */
const scenario: Scenario<unknown> = async (_, { context, inSpan, load, projectId, trace }) => {
  const key = Symbol('own');
  const manager = Reflect.get(context, '_getContextManager') as () => object;
  const before = manager.call(context);
  const inOwn = <Result>(work: () => Promise<Result>) =>
    context.with(context.active().setValue(key, 'own'), work);
  const isThere = () => context.active().getValue(key) === 'own';

  const [{ Spanner }, loaded] = await inOwn(
    async () => [(await load('@google-cloud/spanner')) as Client, isThere()] as const,
  );
  const database = new Spanner({ projectId }).instance(instanceId).database(databaseId);
  const kept = manager.call(context) === before;
  const called = await inOwn(() =>
    inSpan('checkout', async () => {
      const isTraced = () => isThere() && trace.getActiveSpan() !== undefined;
      await database.run(all);
      const queried = isTraced();
      await database.runTransactionAsync(async (transaction) => {
        await transaction.run(all);
        await transaction.commit();
      });
      return { queried, committed: isTraced() };
    }),
  );
  return { loaded, kept, ...called };
};

export default scenario;
