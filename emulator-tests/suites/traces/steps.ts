import type { Scenario, Tools } from '../../harness/scenario.ts';

/** A few lines of an application, and the trace that they make. */
export interface Step<Kit> {
  readonly run: (kit: Kit) => Promise<unknown>;
  /** As `drawStep` draws it. */
  readonly tree: string;
  /** The same, where it differs on the older release of the client. */
  readonly older?: string;
  /** Only a real emulator does this. */
  readonly real?: true;
  /** It is over before it sends a request. */
  readonly sendsNothing?: true;
}

export type Steps<Kit> = Readonly<Record<string, Step<Kit>>>;

/** What the scenario resolves with: why steps failed, by their titles. */
export type StepFailures = Readonly<Record<string, string>>;

/** Marks the application's span around a step. */
export const stepAttribute = 'step';

/** A scenario that takes the steps one after the other, each in a span of the application. */
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
