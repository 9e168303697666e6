import { beforeAll, describe, expect, test } from '@jest/globals';
import { sharedScripted } from '../../emulators/index.ts';
import type { ScenarioOutcome } from '../../harness/index.ts';
import { services, type ServiceName } from '../../services/index.ts';
import type { Calls, Seen } from '../calls.ts';
import { runChecked, type CheckOptions } from '../run-checked.ts';
import { misplaced } from '../traces/index.ts';
import { misjudged } from './misjudged.ts';

interface Result {
  readonly seen: Seen;
  /** Unhandled rejections and uncaught errors. */
  readonly escaped: readonly string[];
}

type Case = readonly [title: string, seen: number | string];

export interface Faults<Kit> {
  readonly service: ServiceName;
  /** The client's module, where it is not the service's own. */
  readonly client?: string;
  readonly calls: Calls<Kit>;
  readonly faults: readonly string[];
  /** The calls that a fault applies to. @default all */
  readonly struckBy?: (fault: string) => readonly string[];
  /** All outcomes that the application must see: codes, types of errors, `fine`. */
  readonly met: readonly (number | string)[];
  /** It may also see others, depending on timing. */
  readonly mayMeetMore?: true;
  /** Whether a case is compared with a run without the plugin. @default every case */
  readonly isCompared?: (fault: string, title: string) => boolean;
  /** Outcomes that may occur by chance, with or without the plugin. */
  readonly isMishap?: (fault: string, seen: number | string) => boolean;
  /** How the client is run without the plugin. @default with a disabled one */
  readonly without?: Partial<CheckOptions>;
  /** Further tests of the telemetry. */
  readonly also?: (traced: () => ScenarioOutcome) => void;
}

const resultOf = ({ result }: ScenarioOutcome) => result as Result;
const withoutIds = ({ escaped }: Result) => escaped.map((line) => line.replaceAll(/-\d+\b/g, '')).toSorted();
const casesOf = (fault: string, seen: Seen): Case[] =>
  Object.entries(seen).filter(([title]) => title.startsWith(`${fault}: `));

/** Every call with every fault: the span matches what the application saw, and that is the same as without the plugin. */
export function faults<Kit>(made: Faults<Kit>): void {
  const { layers, client: ownClient } = services[made.service];
  describe(`every call of ${made.client ?? ownClient} with every fault`, () => {
    describeFaults(made, layers);
  });
}

function describeFaults<Kit>(
  { service, client, calls, faults: all, met, also, ...made }: Faults<Kit>,
  layers: (typeof services)[ServiceName]['layers'],
): void {
  const { struckBy = () => Object.keys(calls), isCompared = () => true, isMishap = () => false } = made;
  const scope = layers.semantic;
  let traced: ScenarioOutcome;
  let shipped: ScenarioOutcome;

  beforeAll(async () => {
    const options = {
      scenario: `${service}/all-faults`,
      mode: 'cjs',
      backend: sharedScripted(service),
      ...(client && { client }),
    } as const;
    const without = made.without ?? { config: { enabled: false } };
    [traced, shipped] = await Promise.all([
      runChecked(options),
      runChecked({ ...options, ...without, silent: true }),
    ]);
  });

  test.each(all)('%s: one span each, which tells what the application saw', (fault) => {
    const seen = Object.fromEntries(casesOf(fault, resultOf(traced).seen));
    expect(Object.keys(seen)).toHaveLength(struckBy(fault).length);
    expect(misjudged({ spans: traced.spans, seen }, calls, scope)).toEqual([]);
  });

  test.each(all)('%s: the application sees what it sees without us', (fault) => {
    const both = [traced, shipped].map((outcome) =>
      casesOf(fault, resultOf(outcome).seen).filter(([title]) => isCompared(fault, title)),
    );
    const mishaps = new Set(
      both.flatMap((seen) => seen.filter(([, what]) => isMishap(fault, what)).map(([title]) => title)),
    );
    const [withUs, without] = both.map((seen) => seen.filter(([title]) => !mishaps.has(title)));
    expect(withUs).toEqual(without);
    expect(mishaps.size).toBeLessThan(Object.keys(calls).length / 2);
  });

  test('the faults have struck', () => {
    const seen = new Set(Object.values(resultOf(traced).seen));
    const wanted = met.map(String).toSorted();
    const got = [...seen].map(String).toSorted();
    expect(made.mayMeetMore ? got.filter((code) => wanted.includes(code)) : got).toEqual(wanted);
  });

  test('nothing is open, told, misplaced, or unhandled that is not without us', () => {
    const { openSpans, diagnostics, exitCode, spans } = traced;
    const told = diagnostics.filter((line) => !layers.complaint?.test(line));
    expect({ openSpans, told, exitCode }).toEqual({ openSpans: [], told: [], exitCode: 0 });
    expect(misplaced(spans, layers)).toEqual([]);
    expect(withoutIds(resultOf(traced))).toEqual(withoutIds(resultOf(shipped)));
  });

  also?.(() => traced);
}
