import type { Reporter } from './reporter';

/** How long to wait for somebody to register an instrumentation, where nobody does. */
const PATIENCE_MS = 1000;

/**
 * Keeps what is reported while an instrumentation is constructed. NodeSDK sets the logger of `diag` in its own
 * constructor, which is called with the instrumentations, and so after theirs: nobody would hear it.
 */
export class EarlyReports {
  private readonly kept: Parameters<Reporter['report']>[] = [];

  constructor(private readonly reporter: Reporter) {
    reporter.report = (...report) => void this.kept.push(report);
  }

  /** The instrumentation is constructed: what follows is reported at once. */
  stopKeeping(): void {
    Reflect.deleteProperty(this.reporter, 'report');
    if (this.kept.length > 0) setTimeout(() => this.tell(), PATIENCE_MS).unref();
  }

  /** Somebody has registered the instrumentation. A logger that is set in the same file still hears of it. */
  registered(): void {
    if (this.kept.length > 0) setImmediate(() => this.tell()).unref();
  }

  private tell(): void {
    for (const report of this.kept.splice(0)) this.reporter.report(...report);
  }
}
