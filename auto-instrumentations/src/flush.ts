/** Exports the remaining telemetry before the process ends. */
import type { Cluster } from 'node:cluster';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { say } from './say';
import { textIn } from './variables';

/** How long the exit may be delayed, in milliseconds. Cloud Run kills the process ten seconds after SIGTERM. */
const DEFAULT_MS = 5_000;

/** `GCP_OTEL_FLUSH_TIMEOUT`, in milliseconds. */
export const flushTimeout = (): number => {
  const value = textIn('GCP_OTEL_FLUSH_TIMEOUT');
  if (value === undefined) return DEFAULT_MS;
  const number = Number(value);
  if (Number.isFinite(number) && number >= 0) return number;
  say(`GCP_OTEL_FLUSH_TIMEOUT must be a number of milliseconds, but is "${value}"; using ${DEFAULT_MS}`);
  return DEFAULT_MS;
};

/** Waits for work, up to a timeout. Returns whether the work was done. */
const within = async (milliseconds: number, work: Promise<unknown>): Promise<boolean> => {
  const clock = new AbortController();
  const late = setTimeout(milliseconds, false, { signal: clock.signal, ref: true }).catch(() => false);
  const done = work.then(
    () => true,
    () => true,
  );
  try {
    return await Promise.race([done, late]);
  } finally {
    clock.abort();
  }
};

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/** The functions to call before the process ends. */
export interface Exporting {
  /** Exports spans that have ended. More may follow. */
  flush(): Promise<unknown>;
  /** Exports for the last time. */
  shutdown(): Promise<unknown>;
  /** Tells what was lost, once. `isCutShort`: the last export was not waited for. */
  sumUp(isCutShort: boolean): void;
}

/** In how many turns of the event loop a response that is written is closed, which ends its span. */
const TURNS = 10;

const turns = async (count: number): Promise<void> => {
  // oxlint-disable-next-line no-await-in-loop -- one after the other is what turns are
  for (let turn = 0; turn < count; turn++) await setImmediate();
};

/**
 * After a signal to end, `process.exit()` waits for the last export. Frameworks call it as soon as their servers are
 * closed, when spans of the last requests have not been exported. It only waits once: a second call ends the process.
 */
const exportBeforeExit = (end: () => Promise<unknown>): void => {
  const { exit } = process;
  const exitLater = (code?: Parameters<typeof exit>[0]): void => {
    process.exit = exit;
    void turns(TURNS)
      .then(end)
      .finally(() => exit.call(process, code));
  };
  process.exit = exitLater as typeof exit;
};

/** Whether this is a process of a cluster, which Node ends by `process.exit()` when its primary process has ended. */
const isInCluster = (): boolean =>
  process.channel != null && (process.getBuiltinModule('node:cluster') as unknown as Cluster).isWorker;

/**
 * Exports finished spans before the process ends: when it has nothing more to do, and on a signal to end. How it ends,
 * and with which code, does not change. Without a handler of the application, the signal ends the process as usual. With
 * one, the application ends the process itself when it has finished what it has started; those spans are exported when
 * nothing is left to do, or when it calls `process.exit()`, which waits for that.
 *
 * Without a signal, `process.exit()` and an uncaught error leave no time: what has not been exported is lost.
 */
export const flushAtTheEnd = (
  { flush, shutdown, sumUp }: Exporting,
  timeout: number = flushTimeout(),
): void => {
  let ending: Promise<boolean> | undefined;
  let isExitHeld = false;
  const end = async (): Promise<boolean> => {
    const done = await within(timeout, shutdown());
    if (!done) say(`telemetry could not be exported within ${timeout} ms; the rest is lost`);
    sumUp(!done);
    return done;
  };
  const endOnce = (): Promise<boolean> => (ending ??= end());
  const holdExit = (): void => {
    if (!isExitHeld) exportBeforeExit(endOnce);
    isExitHeld = true;
  };

  // Where nothing was waited for.
  process.once('exit', () => sumUp(false));
  process.once('beforeExit', () => {
    const isAlone = process.listenerCount('beforeExit') === 0;
    void endOnce().then((done) => {
      // A pending export would keep the process alive until the exporter's own timeout.
      if (!done && isAlone) process.exit();
      return done;
    });
  });
  if (isInCluster()) process.prependOnceListener('disconnect', holdExit);
  for (const signal of SIGNALS) {
    const onSignal = async (): Promise<void> => {
      if (process.listenerCount(signal) > 1) {
        holdExit();
        await within(timeout, flush());
        return;
      }
      await endOnce();
      process.removeListener(signal, listener);
      process.kill(process.pid, signal);
    };
    const listener = (): void => void onSignal();
    process.on(signal, listener);
  }
};
