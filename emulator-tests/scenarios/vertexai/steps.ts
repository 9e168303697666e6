import type { Scenario, Tools } from '../../harness/scenario.ts';
import { stepAttribute } from '../../suites/traces/steps.ts';

/** A few lines of an application, and what it sees of them. */
export interface Step<Kit> {
  readonly run: (kit: Kit) => Promise<unknown>;
  readonly seen: unknown;
  /** The same with other clients. `genai 1` is for `genai 1 gemini` and for `genai 1 vertex`; what stands first wins. */
  readonly but?: Readonly<Record<string, unknown>>;
}

export type Steps<Kit> = Readonly<Record<string, Step<Kit>>>;

/** A scenario that takes the steps one after the other, each in a span of the application, and tells what each has seen. */
export const seeing =
  <Client, Kit extends Tools>(
    prepare: (client: Client, tools: Tools) => Kit,
    steps: Steps<Kit>,
  ): Scenario<Client> =>
  async (client, tools) => {
    const seen: Record<string, unknown> = {};
    /* oxlint-disable no-await-in-loop -- the spans of a step must not mix with those of the next */
    for (const [title, { run }] of Object.entries(steps)) {
      // What one step does to a client is not the next one's.
      const kit = prepare(client, tools);
      const see = () => Promise.race([run(kit), tooLong(tools)]);
      seen[title] = await tools.inSpan('app', see, { [stepAttribute]: title }).catch(failure);
      await tools.settled();
    }
    return seen;
  };

async function tooLong({ delay }: Tools): Promise<string> {
  await delay(80_000);
  return 'not over after 80 s';
}

/** What an application with this client has to see. */
export function expected<Kit>({ seen, but = {} }: Step<Kit>, client: string): unknown {
  const words = client.split(' ');
  const key = Object.keys(but).find((candidate) =>
    candidate.split(' ').every((word) => words.includes(word)),
  );
  return key === undefined ? seen : but[key];
}

/** An error as an application tells it from others: its name and, where it has one, its status. */
export function failure(error: unknown): string {
  const { name, status, cause, code } = Object(error) as Readonly<Record<string, unknown>>;
  const causes = Object(cause) as Readonly<Record<string, unknown>>;
  const told = [status, code, causes['code'], causes['name']].find(
    (each) => typeof each === 'number' || typeof each === 'string',
  );
  return told === undefined ? `! ${String(name)}` : `! ${String(name)} ${told}`;
}

/** Calls that a client refuses, by what is wrong with them. */
export type BadCalls = Readonly<Record<string, () => Promise<unknown>>>;

/** How each call fails, a throw told apart from a rejection. */
export async function waysToFail(calls: BadCalls): Promise<Record<string, string>> {
  const ways: Record<string, string> = {};
  // oxlint-disable-next-line no-await-in-loop -- one after the other, for whoever draws them
  for (const [title, call] of Object.entries(calls)) ways[title] = await wayToFail(call);
  return ways;
}

async function wayToFail(call: () => Promise<unknown>): Promise<string> {
  let promise: Promise<unknown>;
  try {
    promise = call();
  } catch (error) {
    return `thrown ${failure(error)}`;
  }
  return promise.then(
    () => 'fine',
    (error: unknown) => `rejected ${failure(error)}`,
  );
}
