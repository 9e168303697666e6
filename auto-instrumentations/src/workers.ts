/** Has the worker threads of a process export what they have before it ends: only the main thread gets signals. */
import { setImmediate } from 'node:timers/promises';
import { BroadcastChannel, isMainThread, threadId } from 'node:worker_threads';

const CHANNEL = '@gcp-otel/auto-instrumentations:flush';

/** How long a worker may take to answer, in milliseconds. One that is busy, or was terminated, does not. */
const ANSWER_MS = 500;

interface Message {
  readonly what: 'started' | 'ended' | 'flush' | 'flushing' | 'flushed';
  readonly thread: number;
}

const nothing = (): void => {};

const tellIn =
  (channel: BroadcastChannel) =>
  (what: Message['what']): void => {
    const message: Message = { what, thread: threadId };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel of threads, not a window
    channel.postMessage(message);
  };

const messageIn = (event: unknown): Message => (event as { readonly data: Message }).data;

/** Tells the main thread of this worker, and exports when the main thread asks for it. */
const listenInWorker = (channel: BroadcastChannel, flush: () => Promise<unknown>): void => {
  const tell = tellIn(channel);
  channel.addEventListener('message', (event) => {
    if (messageIn(event).what !== 'flush') return;
    tell('flushing');
    void flush().finally(() => tell('flushed'));
  });
  process.once('exit', () => tell('ended'));
  tell('started');
};

/**
 * In the main thread, returns a function that has all workers export, and waits for those that answer.
 * In a worker, listens for that, and returns a function that does nothing.
 */
export const flushWorkers = (flush: () => Promise<unknown>): (() => Promise<void>) => {
  const channel = new BroadcastChannel(CHANNEL);
  // It does not keep the process alive.
  channel.unref();
  if (!isMainThread) {
    listenInWorker(channel, flush);
    return async () => {};
  }
  const running = new Set<number>();
  let pending = new Set<number>();
  let silent = new Set<number>();
  let done = nothing;
  const settle = (threads: Iterable<number>): void => {
    for (const thread of threads) pending.delete(thread);
    if (pending.size === 0) done();
  };
  channel.addEventListener('message', (event) => {
    const { what, thread } = messageIn(event);
    if (what === 'started') running.add(thread);
    if (what === 'ended') running.delete(thread);
    if (what === 'flushing') silent.delete(thread);
    if (what === 'ended' || what === 'flushed') settle([thread]);
  });
  const round = async (): Promise<void> => {
    // What the workers have sent before is received first.
    await setImmediate();
    if (running.size === 0) return;
    pending = new Set(running);
    silent = new Set(running);
    tellIn(channel)('flush');
    const timer = setTimeout(() => settle(silent), ANSWER_MS);
    await new Promise<void>((settled) => {
      done = settled;
    });
    clearTimeout(timer);
  };
  // One after the other: an answer does not say what it answers.
  let last = Promise.resolve();
  return () => (last = last.then(round));
};
