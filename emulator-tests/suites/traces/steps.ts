import type { Scenario, Tools } from '../../harness/scenario.ts';

/** A few lines of an application, and their trace. */
export interface Step<Kit> {
  readonly run: (kit: Kit) => Promise<unknown>;
  /** As `drawStep` draws it. */
  readonly tree: string;
  /** The tree on the older release of the client, if it differs. */
  readonly older?: string;
  /** Only works on a real emulator. */
  readonly real?: true;
  /** Ends before it sends a request. */
  readonly sendsNothing?: true;
}

export type Steps<Kit> = Readonly<Record<string, Step<Kit>>>;

/** The result of the scenario: the failures of steps, by title. */
export type StepFailures = Readonly<Record<string, string>>;

/** Marks the application's span around a step. */
export const stepAttribute = 'step';

/** A scenario that runs the steps one after the other, each in a span of the application. */
export function stepByStep<Client, Kit>(
  prepare: (client: Client, tools: Tools) => Promise<Kit>,
  steps: Steps<Kit>,
): Scenario<Client> {
  return async (client, tools) => {
    const kit = await prepare(client, tools);
    const failures: Record<string, string> = {};
    const chosen: readonly string[] = JSON.parse(tools.env['STEPS'] ?? 'null') ?? Object.keys(steps);
    /* oxlint-disable no-await-in-loop -- the spans of a step must not mix with those of the next */
    for (const title of chosen) {
      const run = () => Promise.race([steps[title]!.run(kit), tooLong(tools)]);
      await tools.inSpan('app', run, { [stepAttribute]: title }).catch((error: unknown) => {
        failures[title] = String(error);
      });
      await tools.settled();
    }
    return failures;
  };
}

async function tooLong({ delay }: Tools): Promise<never> {
  await delay(80_000);
  throw new Error('not over after 80 s');
}
