import * as fc from 'fast-check';
import type { Attributes } from '@opentelemetry/api';
import type { Bill, Rules } from '../../emulators/bill.ts';
import { scriptedControl } from '../../emulators/scripted.ts';
import type { Scenario, Tools } from '../../harness/scenario.ts';
import { difference, type Amounts } from './difference.ts';
import { Received } from './received.ts';
import { programs, singly, type Block, type Step, type Vocabulary } from './program.ts';

/** Where a step of a program stands. */
export interface Place {
  /** A name that no other step has. It starts with the fault that the scripted server is to make. */
  readonly id: string;
  readonly size: number;
  /** Runs the steps within this one. */
  readonly within: () => Promise<void>;
  /**
   * Says how much of an answer was taken that is not read to its end. `name` is in no other request. What the server still
   * sends then may be counted, but no longer on a span.
   */
  readonly leaves: (name: string, taken: number) => void;
}

/** One call of a program. What the client throws at it is the client's business. */
export type BilledCall<Kit> = (kit: Kit, place: Place) => Promise<unknown>;

export type Calls<Kit> = Readonly<Record<string, BilledCall<Kit>>>;

export interface Billed<Client, Kit> {
  readonly prepare: (client: Client, tools: Tools) => Kit;
  readonly calls: Calls<Kit>;
  /** Calls that run what is `within` the place. */
  readonly frames: Calls<Kit>;
  readonly faults: readonly string[];
  /** Faults that other calls feel, too: only calls that are made one after the other meet them. */
  readonly disruptive?: readonly string[];
  /** Rejections that the client leaves to nobody. @default those with a numeric code */
  readonly tolerates?: (reason: unknown) => boolean;
  readonly counter: string;
  readonly rules: Rules;
  /** The kind that a point of the counter is of. */
  readonly kindOf: (attributes: Attributes) => string;
  /** What a span bills, by kind: all that the contract says of spans. */
  readonly onSpan: (attributes: Attributes) => Amounts;
}

/** What the scenario resolves with. */
export interface Found {
  readonly programs: number;
  /** What fast-check tells of a program whose bill is wrong, with the seed. */
  readonly failure: string | undefined;
  /** The calls that were made, with how many there were. */
  readonly made: Readonly<Record<string, number>>;
  /** How much of each kind was billed altogether. */
  readonly billed: Amounts;
}

/** How long what is on its way may take to arrive. Only a program whose bill is wrong waits that long. */
const patienceMs = 5_000;

/** Runs generated programs, and compares what the counter counted for each with the bill by the server's log. */
export function billed<Client, Kit extends Tools>(spec: Billed<Client, Kit>): Scenario<Client> {
  return async (client, tools): Promise<Found> => {
    tolerateFailures(spec.tolerates);
    const run = new Run(spec, spec.prepare(client, tools));
    const vocabulary: Vocabulary = {
      calls: Object.keys(spec.calls),
      frames: Object.keys(spec.frames),
      faults: spec.faults,
      disruptive: spec.disruptive ?? [],
    };
    const examples = singly(vocabulary).map((program): [Block] => [program]);
    const details = await fc.check(
      fc.asyncProperty(programs(vocabulary), (program) => run.check(program)),
      {
        seed: Number(tools.env['BILL_SEED']),
        numRuns: examples.length + Number(tools.env['BILL_RUNS']),
        examples,
        // Where a failure was found: it is in fast-check's report.
        ...(tools.env['BILL_PATH'] && { path: tools.env['BILL_PATH'] }),
        includeErrorInReport: true,
      },
    );
    const failure = details.failed ? fc.defaultReportMessage(details) : undefined;
    return { programs: details.numRuns, failure, made: run.made, billed: await run.counted() };
  };
}

class Run<Client, Kit extends Tools> {
  readonly made: Record<string, number> = {};
  readonly #spec: Billed<Client, Kit>;
  readonly #kit: Kit;
  readonly #server: ReturnType<typeof scriptedControl>;
  readonly #received = new Received();
  readonly #mistakes: string[] = [];
  #before: Amounts = {};
  #ids = 0;

  constructor(spec: Billed<Client, Kit>, kit: Kit) {
    this.#spec = spec;
    this.#kit = kit;
    this.#server = scriptedControl(kit.env['CONTROL_URL'] ?? '');
    this.#received.watch();
  }

  async check(program: Block): Promise<void> {
    await this.#server.reset();
    this.#received.forget();
    const spans = new Set(this.#kit.spans().map(({ spanId }) => spanId));
    await this.#block(program);
    await this.#kit.settled(patienceMs);

    const deadline = performance.now() + patienceMs;
    let wrong = await this.#compare(program, spans);
    while (wrong !== undefined && performance.now() < deadline) {
      // oxlint-disable-next-line no-await-in-loop -- it waits
      await this.#kit.delay(20);
      // oxlint-disable-next-line no-await-in-loop -- it waits
      wrong = await this.#compare(program, spans);
    }
    this.#before = await this.counted();
    if (wrong !== undefined) throw new Error(wrong);
  }

  /** What the counter has counted since the start, by kind. */
  async counted(): Promise<Amounts> {
    const amounts: Record<string, number> = {};
    for (const { name, points } of await this.#kit.metrics())
      if (name === this.#spec.counter)
        for (const { attributes, value } of points) {
          const kind = this.#spec.kindOf(attributes);
          amounts[kind] = (amounts[kind] ?? 0) + value;
        }
    return amounts;
  }

  async #compare(program: Block, before: ReadonlySet<string>): Promise<string | undefined> {
    const log = await this.#server.requests();
    const bill: Bill = this.#spec.rules(this.#received.mark(log));
    const counted = subtract(await this.counted(), this.#before);
    const told: Record<string, number> = {};
    for (const { spanId, attributes } of this.#kit.spans()) {
      if (before.has(spanId)) continue;
      for (const [kind, amount] of Object.entries(this.#spec.onSpan(attributes)))
        told[kind] = (told[kind] ?? 0) + amount;
    }
    const wrong = [
      ...this.#mistakes,
      ...difference({ counted, bill, told, isAllTold: this.#received.isWhole && isAllSampled(program) }),
    ];
    if (wrong.length === 0) return undefined;
    const lines = log.map((request) => JSON.stringify(request).slice(0, 2_000));
    return [...wrong, 'the requests:', ...lines].join('\n');
  }

  async #block({ together, steps }: Block): Promise<void> {
    if (together) return void (await Promise.all(steps.map((step) => this.#step(step))));
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    for (const step of steps) await this.#step(step);
  }

  async #step({ call, fault, size, sampled, within }: Step): Promise<void> {
    this.made[call] = (this.made[call] ?? 0) + 1;
    const make = this.#spec.calls[call] ?? this.#spec.frames[call];
    const block = (inner: Block) => this.#block(inner);
    const place: Place = {
      id: this.#kit.unique(`${fault}-${++this.#ids}`),
      size,
      async within() {
        if (within) await block(within);
      },
      leaves: (name, taken) => this.#received.leave(name, taken),
    };
    const run = async () => void (await make?.(this.#kit, place));
    try {
      await (sampled ? this.#kit.inSpan('step', run) : unsampled(this.#kit, run));
    } catch (error) {
      if (isMistake(error)) this.#mistakes.push(`${call}: ${(error as Error).stack}`);
    }
  }
}

/** A mistake of the scenario's must not look like a failure that the server made. */
const isMistake = (error: unknown): boolean =>
  (error instanceof ReferenceError || error instanceof TypeError) &&
  /^\s*at .*\/scenarios\//.test(error.stack?.split('\n')[1] ?? '');

/** Some requests of the clients' own fail unheard of, with and without the plugin: the suite of faults compares them. */
function tolerateFailures(tolerates: (reason: unknown) => boolean = () => false): void {
  process.on('unhandledRejection', (reason) => {
    if (typeof (reason as { code?: unknown } | undefined)?.code === 'number' || tolerates(reason)) return;
    setImmediate(() => {
      throw reason;
    });
  });
}

/** Runs in a trace that its caller does not sample. */
function unsampled<T>({ trace, context }: Tools, run: () => Promise<T>): Promise<T> {
  const id = (length: number) =>
    Array.from({ length }, () => Math.floor(1 + Math.random() * 15).toString(16)).join('');
  const caller = trace.setSpanContext(context.active(), {
    traceId: id(32),
    spanId: id(16),
    traceFlags: 0,
    isRemote: true,
  });
  return context.with(caller, run);
}

const stepsOf = ({ steps }: Block): Step[] =>
  steps.flatMap((step) => (step.within ? [step, ...stepsOf(step.within)] : [step]));

const isAllSampled = (program: Block): boolean => stepsOf(program).every(({ sampled }) => sampled);

const subtract = (all: Amounts, before: Amounts): Amounts =>
  Object.fromEntries(Object.entries(all).map(([kind, amount]) => [kind, amount - (before[kind] ?? 0)]));
