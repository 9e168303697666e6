/** The lifecycle of one observed call: start, attempts, counts, and exactly one end. */
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
 * One observed call: its span, its clock, and the context that the library runs in. A call is itself a context because
 * two calls of `setValue`, for the span and for the call, would copy the context twice.
 */
export class Call implements Context, RecordedCall {
  /** `ignoreOperation` chose neither span nor metric. Inner calls still belong to this call. */
  silent = false;
  /** Whatever happens after the first end is ignored. */
  ended = false;
  noted: { [attribute: string]: string | number | boolean } | undefined = undefined;
  private attempts = 0;
  /** The latest failure inside a composite. It is the reason for the next attempt. */
  private lastFailure: unknown = undefined;
  /** Whether the last child call failed. */
  private failedLast = false;
  /** Child calls that have not ended. An attempt that the library abandons may leave some behind. */
  private readonly open: Set<Call> | undefined;
  private ownSpan: Span | undefined = undefined;
  private readonly startedAt: number = performance.now();

  /** Positional: an options object is one more allocation per call, which the benchmark of unsampled calls shows. */
  constructor(
    readonly recorder: Recorder,
    readonly operation: Operation,
    readonly description: Description,
    readonly target: unknown,
    /** Released at the end: sockets opened inside the call keep it alive, and it must not keep the sent data alive. */
    public args: readonly unknown[],
    private parent: Context,
    /** The composite that this call is a child of. */
    private readonly within: Call | undefined,
    readonly composite: boolean,
  ) {
    if (operation.returns === 'body') this.open = new Set();
    within?.open?.add(this);
  }

  /** The context key under which calls of the same plugin are found. */
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

  /** With a span, this call answers all that an outer call of the plugin would, so it need not keep that one alive. */
  setSpan(span: Span): void {
    this.ownSpan = span;
    if (this.parent instanceof Call && this.parent.key === this.key) this.parent = this.parent.parent;
  }

  get hidesInnerCalls(): boolean {
    return !this.ended && !this.composite;
  }

  /** Whether calls made now have spans, as children of this one. */
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

  /** The library runs the function of this call (again). */
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

  /** Ends with the result of the last child call. */
  settle(): void {
    if (this.failedLast) this.fail(this.lastFailure);
    else this.succeed();
  }

  /** The same, unless a child call is running. */
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
   * Ends the call with an error. A call that the application itself aborted is not recorded as failed.
   *
   * @param soFar what a stream delivered before it failed, which is recorded too
   */
  fail(error: unknown, soFar?: unknown): void {
    if (this.ended) return;
    this.ended = true;
    const type = this.recorder.typeOf(error, this.notedValue('http.response.status_code'));
    // If the server answered with an error status, that is the reason, even if the application has aborted since.
    const isAborted = !isStatus(type) && isCancelled(this.args);
    this.within?.open?.delete(this);
    this.within?.failed(error);
    this.failOpenChildren(error);
    if (this.silent) return;
    this.recorder.failed(this, error, type, isAborted, soFar);
    this.args = NONE;
  }

  /** Counted and noted attributes, which are recorded on success and on failure. */
  steps(): Attributes | undefined {
    const { attempts } = this.operation;
    return attempts === undefined ? this.noted : { ...this.noted, [attempts.attribute]: this.attempts };
  }

  info(): CallInfo {
    const { operationName: operation, target: instance, args } = this;
    return { operation, target: this.description.target, instance, arguments: args };
  }

  /** Whether spans of requests below this call are suppressed. */
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

  /** The same as a context of the API's own class, from which others derive theirs. */
  private plain(): Context {
    const marked = this.parent.setValue(this.key, this);
    const active = this.span === undefined ? marked : marked.setValue(SPAN_KEY, this.span);
    return this.hidesRequests ? active.setValue(SUPPRESSED_KEY, true) : active;
  }
}
