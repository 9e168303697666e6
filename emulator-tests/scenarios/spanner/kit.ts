import type * as spanner from '@google-cloud/spanner';
import type { Tools } from '../../harness/scenario.ts';
import { stepByStep, type Steps } from '../../suites/traces/steps.ts';

export type Client = typeof spanner;

/** What each step and each call gets. */
export interface Kit extends Tools {
  readonly client: Client;
  readonly spanner: spanner.Spanner;
  readonly instance: spanner.Instance;
  readonly database: spanner.Database;
  /** A new name of a table that nothing else uses: the scripted server counts its faults by name. */
  readonly table: (name: string) => string;
}

export const instanceId = 'shops';
export const databaseId = 'shop';

let tables = 0;

export function spannerKit(client: Client, tools: Tools): Kit {
  const connected = new client.Spanner({ projectId: tools.projectId });
  const instance = connected.instance(instanceId);
  const table = (name: string) => `${tools.unique(name).replaceAll('-', '__')}_${++tables}`;
  return { ...tools, client, spanner: connected, instance, database: instance.database(databaseId), table };
}

/** Makes the instance and the tables that the steps are about. */
async function create({ spanner: connected, instance }: Kit): Promise<void> {
  const [, creation] = await connected.createInstance(instanceId, {
    config: 'emulator-config',
    nodes: 1,
    displayName: instanceId,
  });
  await creation.promise();
  const [, databaseCreation] = await instance.createDatabase(databaseId, {
    schema: [
      ...['Singers', 'Albums'].map(
        (table) => `CREATE TABLE ${table} (Id INT64, Name STRING(MAX)) PRIMARY KEY (Id)`,
      ),
      'CREATE TABLE Fans (Name STRING(MAX) NOT NULL, Mail STRING(MAX) NOT NULL) PRIMARY KEY (Name)',
    ],
  });
  await databaseCreation.promise();
}

async function seed({ database }: Kit): Promise<void> {
  await database.table('Singers').insert([
    { Id: 1, Name: 'Marc' },
    { Id: 2, Name: 'Catalina' },
  ]);
}

export const spannerSteps = (steps: Steps<Kit>) =>
  stepByStep<Client, Kit>(async (client, tools) => {
    // By a client of its own: one that has found no database makes its sessions later, where it needs them.
    await create(spannerKit(client, tools));
    const kit = spannerKit(client, tools);
    await seed(kit);
    await tools.settled();
    return kit;
  }, steps);

export async function consume(rows: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const _ of rows) count++;
  return count;
}

/** What a function that calls back gives. */
export const calledBack = <Result>(
  call: (callback: (error: Error | null | undefined, result?: Result | null) => void) => unknown,
): Promise<Result | null | undefined> =>
  new Promise((resolve, reject) => {
    call((error, result) => (error ? reject(error) : resolve(result)));
  });
