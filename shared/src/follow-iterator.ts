import type { Call } from './call';
import { runInside } from './call-context';
import { abandoned } from './follow-stream';
import { override } from './override';
import type { Consumed } from './plugin';

type Step = (value?: unknown) => Promise<IteratorResult<unknown> | undefined>;

/** The steps by which something is read: `gives` asks for more, the others leave it. */
interface Steps {
  readonly gives: string;
  readonly leave: readonly string[];
}

export const ITERATOR: Steps = { gives: 'next', leave: ['return', 'throw'] };
export const READER: Steps = { gives: 'read', leave: ['cancel'] };

/** What is read of a call, and how far it has come. */
export class Reading {
  readonly read: Consumed = { rows: 0, last: undefined, complete: false };
  /** Whether anybody has asked for anything. */
  asked = false;
  private call: Call | undefined;
  private passed = false;
  private lastAt = 0;

  constructor(
    private readonly begins: () => Call,
    private readonly isWanted: () => boolean = () => true,
  ) {}

  get begun(): boolean {
    return this.call !== undefined;
  }

  /** Whether nobody wanted to know of it when it was first asked for something: it stays unseen, since half of it tells nothing. */
  passes(): boolean {
    return (this.passed ||= !this.begun && !this.isWanted());
  }

  /** Starts with the first step that asks for something. */
  begin(target: object): Call {
    if (this.call === undefined) {
      this.call = this.begins();
      abandoned.register(target, { call: this.call, read: this.read }, this.call);
    }
    return this.call;
  }

  given(call: Call, value: unknown): void {
    const { read } = this;
    read.rows++;
    read.last = value;
    const { operation, engine } = call;
    if (operation.gather === undefined) return;
    const { elapsed } = call;
    if (read.firstAfter === undefined) read.firstAfter = elapsed;
    else if (engine.metrics.active) (read.between ??= []).push(elapsed - this.lastAt);
    this.lastAt = elapsed;
    engine.aside(() => (read.gathered = operation.gather!(read.gathered as never, value as never, call)));
  }

  /** The whole is there, and nobody has asked for its parts. */
  whole(call: Call, value: unknown): void {
    const { operation, engine } = call;
    engine.aside(() => (this.read.gathered = operation.gather?.(undefined as never, value as never, call)));
    this.end(call, true);
  }

  end(call: Call, complete: boolean): void {
    this.read.complete = complete;
    abandoned.unregister(call);
    call.succeed(this.read);
  }

  fail(call: Call, thrown: unknown): void {
    abandoned.unregister(call);
    call.fail(thrown, call.operation.gather === undefined ? undefined : this.read);
  }
}

/**
 * Follows what is read step by step: its call ends when it is exhausted, left or fails. Its steps run inside the call;
 * the body of the application's loop does not.
 */
export const followSteps = (reading: Reading, target: object, { gives, leave }: Steps): void => {
  const steps = target as { [name: string]: Step | undefined };
  const broke = (thrown: unknown): never => {
    reading.fail(reading.begin(target), thrown);
    throw thrown;
  };
  const observe = (name: string, original: Step): Step => {
    const got = (item: IteratorResult<unknown> | undefined): IteratorResult<unknown> | undefined => {
      const call = reading.begin(target);
      if (name === gives && item?.done !== true) reading.given(call, item?.value);
      else if (item?.done !== false) reading.end(call, name === gives);
      return item;
    };
    return function (this: unknown, ...values: [unknown?]) {
      if (!reading.begun && (name !== gives || reading.passes())) return original.apply(this, values);
      const call = reading.begin(target);
      reading.asked ||= name === gives;
      return (runInside(call, original, this, values) as ReturnType<Step>).then(got, broke);
    };
  };
  for (const name of [gives, ...leave]) {
    const original = steps[name];
    if (typeof original === 'function') override(steps, name, observe(name, original));
  }
};

/** An iterator whose call starts with the first `next`, when its request starts. */
export const followIterator = (begin: () => Call, isWanted: () => boolean, result: unknown): unknown => {
  if (typeof (result as { next?: unknown } | undefined)?.next === 'function')
    followSteps(new Reading(begin, isWanted), result as object, ITERATOR);
  return result;
};
