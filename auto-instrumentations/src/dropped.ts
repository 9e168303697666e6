/** Counts what is lost on the way to an exporter, and tells it on stderr: once when it begins, and its number at the end. */
import type { MeterProvider } from '@opentelemetry/api';
import { ExportResultCode, globalErrorHandler } from '@opentelemetry/core';
import { queueMeters } from './queue-meter';
import { say } from './say';
import type { ExportResultLike } from './sdk-types';

interface Exports<Items> {
  export(items: Items, done: (result: ExportResultLike) => void): void;
}

/** What is exported, and the variable for the size of its queue. Metrics have none: they are summed up and not queued. */
const QUEUES = {
  spans: 'OTEL_BSP_MAX_QUEUE_SIZE',
  'log records': 'OTEL_BLRP_MAX_QUEUE_SIZE',
  metrics: undefined,
} as const;

type What = keyof typeof QUEUES;

/** Failures that whoever has found them has told already. */
const told = new WeakSet<object>();

/** Marks a failure as told. The exporter passes it on as it is. */
export const markTold = (failure: unknown): void => {
  if (typeof failure === 'object' && failure !== null) told.add(failure);
};

/** The exporters over HTTP say only this of an answer after which they have tried again, and do not keep its status. */
const RETRIED = 'Export failed with retryable status';

/** In one line: `503 Service Unavailable`, `connect ECONNREFUSED 127.0.0.1:4318`. */
const reasonOf = (error: unknown): string => {
  const { code, message } = Object(error) as { readonly code?: unknown; readonly message?: unknown };
  const [line = ''] = typeof message === 'string' ? message.split('\n') : [];
  if (line === RETRIED) return 'it answers 429, 502, 503 or 504';
  const known = typeof code === 'number' || typeof code === 'string' ? String(code) : '';
  const parts = line.includes(known) ? [line] : [known, line];
  return parts.join(' ').trim() || 'it does not say why';
};

const SUCCESS: number = ExportResultCode.SUCCESS;

/** What of one signal does not get through one exporter. */
export class Losses {
  private notQueued = 0;
  private refused = 0;
  private underWay = 0;
  private hasBegun = false;
  private isSummedUp = false;

  constructor(
    private readonly what: What,
    /** Whom the exporter sends to. */
    private readonly to: string,
  ) {}

  /** Looks at the results of an exporter, which is changed in place: others ask it for more than to export. */
  watch<Items, Exporter extends Exports<Items>>(exporter: Exporter & Exports<Items>): Exporter {
    const original = exporter.export.bind(exporter);
    exporter.export = (items, done) => {
      const size = Array.isArray(items) ? items.length : 1;
      this.underWay += size;
      original(items, (result) => {
        this.exported(size, result);
        done(this.seenByProcessor(result));
      });
    };
    return exporter;
  }

  /** For the batch processor in front of the exporter. */
  get meters(): MeterProvider {
    return queueMeters((size) => {
      // Whether the exporter is slow or gets nowhere shows when it is done with what it has.
      this.notQueued += size;
    });
  }

  /**
   * Tells the number, unless nothing was lost. What is still under way is lost too where something was before, or where
   * the last export was not waited for.
   */
  sumUp(isCutShort: boolean): void {
    const { notQueued, refused, underWay, to } = this;
    const lost = notQueued + refused + underWay;
    if (this.isSummedUp || this.what === 'metrics' || lost === 0) return;
    if (!isCutShort && lost === underWay) return;
    this.isSummedUp = true;
    const parts = [
      notQueued > 0 && `${notQueued} did not fit into the queue`,
      refused > 0 && `${to} did not take ${refused}`,
      underWay > 0 && `${underWay} had not arrived at ${to}`,
    ].filter((part) => part !== false);
    const what = lost === 1 ? `${this.what.slice(0, -1)} was` : `${this.what} were`;
    say(`${lost} ${what} dropped: ${parts.join(', ')}`);
  }

  /**
   * The SDK's batch processors forget, after a failure, that they have begun the next export: each failure adds one that
   * runs at the same time, until the exporter refuses more. So they learn of none, and it is reported as they would.
   */
  private seenByProcessor(result: ExportResultLike): ExportResultLike {
    if (result.code === SUCCESS || QUEUES[this.what] === undefined) return result;
    globalErrorHandler(result.error ?? new Error(`an export of ${this.what} failed`));
    return { code: SUCCESS };
  }

  private exported(size: number, { code, error }: ExportResultLike): void {
    this.underWay -= size;
    if (code === SUCCESS) {
      if (this.notQueued > 0) this.begin(' as fast as they end', 'does not fit');
      return;
    }
    if (typeof error === 'object' && told.has(error)) return;
    this.refused += size;
    this.begin(` (${reasonOf(error)})`, 'fails or does not fit');
  }

  private begin(how: string, which: string): void {
    if (this.hasBegun) return;
    this.hasBegun = true;
    const queue = QUEUES[this.what];
    const lost = queue === undefined ? '' : `; what ${which} into the queue (${queue}) is dropped`;
    say(`${this.to} does not take ${this.what}${how}${lost}`);
  }
}
