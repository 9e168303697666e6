/** Delays warnings of an instrumentation's constructor until a logger can receive them. */
import type { Reporter } from './reporter';

/** How long to wait for the instrumentation to be registered. */
const MAX_DELAY_MS = 1000;

/**
 * Keeps what is reported while an instrumentation is constructed. NodeSDK sets the logger of `diag` in its own
 * constructor, which runs after those of the instrumentations, so the warnings would be lost.
 */
export class EarlyReports {
  private readonly kept: Parameters<Reporter['report']>[] = [];

  constructor(private readonly reporter: Reporter) {
    reporter.report = (...report) => void this.kept.push(report);
  }

  /** Called when the instrumentation is constructed: from here on, warnings are reported at once. */
  stopKeeping(): void {
    Reflect.deleteProperty(this.reporter, 'report');
    if (this.kept.length > 0) setTimeout(() => this.flush(), MAX_DELAY_MS).unref();
  }

  /** Called when the instrumentation is registered. Waits for a logger that the same file may set afterwards. */
  registered(): void {
    if (this.kept.length > 0) setImmediate(() => this.flush()).unref();
  }

  private flush(): void {
    for (const report of this.kept.splice(0)) this.reporter.report(...report);
  }
}
