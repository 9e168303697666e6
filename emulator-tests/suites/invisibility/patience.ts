/** How long an observation waits, on a machine that others use, too. */
import { availableParallelism, loadavg } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { inspect } from 'node:util';
import { type Form, on } from './form.ts';

/** By how much longer everything takes, because more processes want to run than there are processors. */
const slowness = (): number => Math.max(1, (loadavg()[0] ?? 0) / availableParallelism());

/** Milliseconds that are enough on an idle machine, for the machine as it is now. */
export const patient = (milliseconds: number): number => Math.round(milliseconds * slowness());

/** Firestore's client tries a failed read three times, in at most eight seconds. */
export const defaultPatienceMs = 9_000;

/** How long to wait for events that may never come. */
export let patienceMs = 9_000;

export function wait(milliseconds: number): void {
  patienceMs = milliseconds;
}

/** Waits until a promise is settled, without handling it: whether its rejection is handled is what is observed. */
async function settledUnhandled(promise: unknown): Promise<void> {
  const end = performance.now() + patienceMs;
  const isPending = () => inspect(promise, { depth: 0 }).includes('<pending>');
  // oxlint-disable-next-line no-await-in-loop -- there is no event for it
  while (isPending() && performance.now() < end) await setTimeout(5);
}

/** A promise that nobody handles. */
export const forgotten: Form = on<Promise<unknown>>(async (returned) => {
  await settledUnhandled(returned);
  await setTimeout(50);
});
