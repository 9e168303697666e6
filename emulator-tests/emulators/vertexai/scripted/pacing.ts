import { setTimeout } from 'node:timers/promises';

/** How long a stream waits until its last chunk is acknowledged. A client that buffers chunks never does that. */
const PATIENCE_MS = 10_000;

const waiting = new Map<string, () => void>();

/** Waits until the tokens of this prompt are counted. Returns whether they were. */
export const askedAgain = (prompt: string): Promise<boolean> =>
  Promise.race([
    new Promise<boolean>((resolve) => waiting.set(prompt, () => resolve(true))),
    setTimeout(PATIENCE_MS, false, { ref: false }),
  ]);

/** Acknowledges a chunk: a stream that waits for this continues. */
export const ask = (prompt: string): void => {
  waiting.get(prompt)?.();
  waiting.delete(prompt);
};
