import { setTimeout } from 'node:timers/promises';

/** How long a stream waits for somebody who has read its last chunk: whoever keeps chunks back never says so. */
const PATIENCE_MS = 10_000;

const waiting = new Map<string, () => void>();

/** Until somebody asks how many tokens this prompt has; says whether anybody did. */
export const askedAgain = (prompt: string): Promise<boolean> =>
  Promise.race([
    new Promise<boolean>((resolve) => waiting.set(prompt, () => resolve(true))),
    setTimeout(PATIENCE_MS, false, { ref: false }),
  ]);

/** Somebody asks: a stream that waits for this goes on. */
export const ask = (prompt: string): void => {
  waiting.get(prompt)?.();
  waiting.delete(prompt);
};
