import type { Context, Span } from '@opentelemetry/api';
import type { Attributes } from '../plugin-api/attributes';
import type { Description } from '../plugin-api/description';
import type { Operation } from '../plugin-api/operation';
import type { CallInfo, ClientInstrumentationConfig } from '../plugin-api/options';
import { errorType, isStatus } from '../telemetry/errors';
import type { RecordedCall } from '../telemetry/recorded-call';
import type { Recorder } from '../telemetry/recorder';
import { isCancelled } from './cancelled';
import { hiddenSend, SPAN_KEY, SUPPRESSED_KEY } from './context-keys';

const NONE: readonly unknown[] = [];

/**
 * One observed call: its span, its clock, and the context that the library runs in while it lasts. That a call is
 * the context saves the two copies of one that would carry the span and the mark.
 */
export class Call implements Context, RecordedCall {
  /** The user wants neither a span nor a metric of it. What it calls still belongs to it. */
  silent = false;
  /** Nothing happens after the first end. */
  ended = false;
  noted: { [attribute: string]: string | number | boolean } | undefined = undefined;
  private attempts = 0;
  /** The latest failure inside a composite: the reason of its next attempt. */
  private lastFailure: unknown = undefined;
  /** Whether that was its last step. */
  private failedLast = false;
  /** Steps of an attempt that are under way. An attempt that the library gives up may leave some behind. */
  private readonly open: Set<Call> | undefined;
  private ownSpan: Span | undefined = undefined;
  private readonly startedAt: number = performance.now();

  /** One by one: an object of them would be one more for each call, which the benchmark of unsampled calls shows. */
  constructor(
    readonly recorder: Recorder,
    readonly operation: Operation,
    readonly description: Description,
    readonly target: unknown,
    /** Given up at its end: sockets that were opened inside keep a call alive, and it must not keep what was sent. */
    public args: readonly unknown[],
    private parent: Context,
    /** The composite that this call is a step of. */
    private readonly within: Call | undefined,
    readonly composite: boolean,
  ) {
    if (operation.returns === 'body') this.open = new Set();
    within?.open?.add(this);
  }

  /** By which calls of the same plugin are found in a context. */
  get key(): symbol {
    return this.recorder.key;
  }

  get config(): ClientInstrumentationConfig {
    return this.recorder.config;
  }

  get elapsed(): number {
    return (performance.now() - this.startedAt) / 1000;
  }

  get span(): Span | undefined {
    return this.ownSpan;
  }

  /** Gives the call its span. It then says all that a call around it says: no chain of them is kept alive. */
  setSpan(span: Span): void {
    this.ownSpan = span;
    if (this.parent instanceof Call && this.parent.key === this.key) this.parent = this.parent.parent;
  }

  get hidesInnerCalls(): boolean {
    return !this.ended && !this.composite;
  }

  /** Whether calls made now are shown as children of this one. */
  get showsInnerCalls(): boolean {
    return !this.ended && this.composite;
  }

  get name(): string {
    const { name, target } = this.description;
    return name ?? (target === undefined ? this.operationName : `${this.operationName} ${target}`);
  }

  private get operationName(): string {
    return this.description.operation ?? this.operation.operation;
  }

  getValue(key: symbol): unknown {
    if (key === SPAN_KEY && this.ownSpan !== undefined) return this.ownSpan;
    if (key === this.key) return this;
    if (key === SUPPRESSED_KEY && this.hidesRequests) return true;
    return this.parent.getValue(key);
  }

  setValue(key: symbol, value: unknown): Context {
    const hidden = key === SPAN_KEY && this.hidesRequests ? hiddenSend(this, value as Span) : undefined;
    return hidden ?? this.plain().setValue(key, value);
  }

  deleteValue(key: symbol): Context {
    return this.plain().deleteValue(key);
  }

  count(attribute: string, by: number = 1): void {
    this.noted ??= {};
    this.noted[attribute] = ((this.noted[attribute] ?? 0) as number) + by;
  }

  note(attribute: string, value: string | number | boolean): void {
    this.noted ??= {};
    this.noted[attribute] = value;
  }

  counting<Name extends string>(attribute: Name): { [Counted in Name]: number } {
    this.note(attribute, 0);
    return this.noted as { [Counted in Name]: number };
  }

  notedValue(attribute: string): string | number | boolean | undefined {
    return this.noted?.[attribute];
  }

  /** One more run of the function that is retried. */
  attempt(): void {
    this.attempts++;
    if (this.attempts > 1 && !this.ended)
      this.span?.addEvent('retry', { ...this.steps(), 'error.type': errorType(this.lastFailure) });
    this.failOpenChildren(this.lastFailure);
    this.lastFailure = undefined;
    this.failedLast = false;
  }

  get attemptCount(): number | undefined {
    return this.operation.attempts === undefined ? undefined : this.attempts;
  }

  failed(error: unknown): void {
    this.lastFailure = error;
    this.failedLast = true;
  }

  /** Ends as its last step did. */
  settle(): void {
    if (this.failedLast) this.fail(this.lastFailure);
    else this.succeed();
  }

  /** The same, unless a step is under way. */
  settleUnlessOpen(): void {
    if (this.open === undefined || this.open.size === 0) this.settle();
  }

  succeed(result?: unknown): void {
    if (this.ended) return;
    this.ended = true;
    const { within } = this;
    within?.childSucceeded(this);
    if (this.silent) return;
    if (within?.operation.onChildSuccess !== undefined) this.recorder.childSucceeded(this, within);
    this.recorder.succeeded(this, result);
    this.args = NONE;
  }

  /**
   * A call that the application itself gave up is none that failed.
   *
   * @param soFar What a stream has given before it failed: it counts all the same
   */
  fail(error: unknown, soFar?: unknown): void {
    if (this.ended) return;
    this.ended = true;
    const type = this.recorder.typeOf(error, this.notedValue('http.response.status_code'));
    // Where a server has answered with a failure, that is why the call failed, whoever gave it up meanwhile.
    const isAborted = !isStatus(type) && isCancelled(this.args);
    this.within?.open?.delete(this);
    this.within?.failed(error);
    this.failOpenChildren(error);
    if (this.silent) return;
    this.recorder.failed(this, error, type, isAborted, soFar);
    this.args = NONE;
  }

  /** What the engine itself has counted: recorded after success and after failure. */
  steps(): Attributes | undefined {
    const { attempts } = this.operation;
    return attempts === undefined ? this.noted : { ...this.noted, [attempts.attribute]: this.attempts };
  }

  info(): CallInfo {
    const { operationName: operation, target: instance, args } = this;
    return { operation, target: this.description.target, instance, arguments: args };
  }

  /** Whether spans of requests below it are not made. */
  get hidesRequests(): boolean {
    return (
      this.ownSpan !== undefined &&
      (!this.composite || this.operation.sends === true) &&
      this.recorder.config.suppressInternalInstrumentation === true
    );
  }

  private childSucceeded(step: Call): void {
    this.open?.delete(step);
    this.failedLast = false;
  }

  private failOpenChildren(reason: unknown): void {
    for (const step of this.open ?? []) step.fail(reason);
  }

  /** The same, as a context of the API's own kind: what others derive from a call need not lead back to it. */
  private plain(): Context {
    const marked = this.parent.setValue(this.key, this);
    const active = this.span === undefined ? marked : marked.setValue(SPAN_KEY, this.span);
    return this.hidesRequests ? active.setValue(SUPPRESSED_KEY, true) : active;
  }
}
