import type * as firestore from '@google-cloud/firestore';
import type { Tools } from '../../harness/scenario.ts';
import { stepByStep, type Steps } from '../../suites/traces/steps.ts';

export type Client = typeof firestore;

/** What each step gets. */
export interface Kit extends Tools {
  readonly client: Client;
  readonly database: firestore.Firestore;
}

export const firestoreSteps = (steps: Steps<Kit>, seed: (database: Kit['database']) => unknown = () => {}) =>
  stepByStep<Client, Kit>(async (client, tools) => {
    const database = new client.Firestore();
    await seed(database);
    await tools.settled();
    return { ...tools, client, database };
  }, steps);

export async function consume(rows: AsyncIterable<unknown> | NodeJS.ReadableStream): Promise<number> {
  let count = 0;
  for await (const _ of rows) count++;
  return count;
}

/** Hears as many snapshots, then stops listening. */
export const snapshots = (
  count: number,
  listen: (hear: () => void, fail: (error: Error) => void) => () => void,
  between: (heard: number) => unknown = () => {},
): Promise<void> =>
  new Promise((resolve, reject) => {
    let heard = 0;
    const stop = listen(() => {
      heard++;
      if (heard === count) resolve(stop());
      else void between(heard);
    }, reject);
  });
