import type { Scenario } from '../../harness/scenario.ts';
import { databaseId, instanceId, type Client } from './kit.ts';

/** Whether what an application has put into its context is there after it has made a client, and in what it calls then. */
const scenario: Scenario<Client> = async (client, { context, inSpan, projectId, trace }) => {
  const key = Symbol('own');
  const manager = Reflect.get(context, '_getContextManager') as () => object;
  const before = manager.call(context);
  const spanner = new client.Spanner({ projectId });
  const database = spanner.instance(instanceId).database(databaseId);
  const kept = manager.call(context) === before;
  const seen = await context.with(context.active().setValue(key, 'own'), () =>
    inSpan('checkout', async () => {
      await database.run('SELECT * FROM Singers');
      return [context.active().getValue(key), trace.getActiveSpan() !== undefined];
    }),
  );
  return { kept, seen };
};

export default scenario;
