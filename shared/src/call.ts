import type { Context, Span } from '@opentelemetry/api';
import { SpanStatusCode } from './api';
import { hiddenSend, SPAN_KEY, SUPPRESSED_KEY } from './call-context';
import type { Engine } from './engine';
import { isCancelled } from './cancelled';
import { errorMessage, errorType, exceptionAttributes, isStatus } from './errors';
import type { Attributes, Description, Operation } from './plugin';
import type { CallInfo, CallResult } from './options';

/** What a processor, an exporter or an instrument throws must not become the application's. */
const NOT_RECORDED = 'a call could not be recorded, because the SDK threw';

const NONE: readonly unknown[] = [];

/**
 * One observed call: its span, its clock, and the context that the library runs in while it lasts. That a call is
 * the context saves the two copies of one that would carry the span and the mark.
 */
export class Call implements Context {
  /** The user wants neither a span nor a metric of it. What it calls still belongs to it. */
  silent = false;
  /** Nothing happens after the first end. */
  ended = false;
  private attempts = 0;
  /** The latest failure inside a composite: the reason of its next attempt. */
  private lastFailure: unknown = undefined;
  /** Whether that was its last step. */
  private failedLast = false;
  /** Steps of an attempt that are under way. An attempt that the library gives up may leave some behind. */
  private readonly open: Set<Call> | undefined;
  private noted: { [attribute: string]: string | number | boolean } | undefined = undefined;
  private ownSpan: Span | undefined = undefined;
  private readonly startedAt: number = performance.now();

  constructor(
    readonly engine: Engine,
    readonly operation: Operation,
    readonly description: Description,
    readonly target: unknown,
    /** Given up at its end: sockets that were opened inside keep a call alive, and it must not keep what was sent. */
    public args: readonly unknown[],
    private parent: Context,
    /** The composite that this call is a step of. */
    private readonly within: Call | undefined,
    /** Whether the calls that this one makes are shown as its children. */
    readonly composite: boolean,
  ) {
    if (operation.returns === 'body') this.open = new Set();
    within?.open?.add(this);
  }

  /** Seconds since it was made. */
  get elapsed(): number {
    return (performance.now() - this.startedAt) / 1000;
  }

  get span(): Span | undefined {
    return this.ownSpan;
  }

  /** Gives the call its span. It then says all that a call around it says: no chain of them is kept alive. */
  carry(span: Span): void {
    this.ownSpan = span;
    if (this.parent instanceof Call && this.parent.engine === this.engine) this.parent = this.parent.parent;
  }

  get key(): symbol {
    return this.engine.key;
  }

  /** Whether calls that the library makes now belong to this one, and are not shown. */
  get absorbs(): boolean {
    return !this.ended && !this.composite;
  }

  /** Whether calls made now are shown as children of this one. */
  get composes(): boolean {
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
    if (key === this.engine.key) return this;
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

  /** Counts a step that the library takes inside this call, in the attribute that tells how many there were. */
  count(attribute: string, by: number = 1): void {
    this.noted ??= {};
    this.noted[attribute] = ((this.noted[attribute] ?? 0) as number) + by;
  }

  /** Learns something while it lasts: told at its end, also where it fails. */
  note(attribute: string, value: string | number | boolean): void {
    this.noted ??= {};
    this.noted[attribute] = value;
  }

  /** Where a number is counted that changes so often that each look-up would be felt. It starts with none. */
  counting<Name extends string>(attribute: Name): { [Counted in Name]: number } {
    this.note(attribute, 0);
    return this.noted as { [Counted in Name]: number };
  }

  /** What has been learnt of an attribute so far. */
  told(attribute: string): string | number | boolean | undefined {
    return this.noted?.[attribute];
  }

  /** One more run of the function that is retried. */
  attempt(): void {
    this.attempts++;
    if (this.attempts > 1 && !this.ended)
      this.span?.addEvent('retry', { ...this.steps(), 'error.type': errorType(this.lastFailure) });
    this.leaveSteps(this.lastFailure);
    this.lastFailure = undefined;
    this.failedLast = false;
  }

  /** Remembers why a step of this call failed. */
  failed(error: unknown): void {
    this.lastFailure = error;
    this.failedLast = true;
  }

  /** A step has succeeded. */
  private passed(step: Call): void {
    this.open?.delete(step);
    this.failedLast = false;
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

  private leaveSteps(reason: unknown): void {
    for (const step of this.open ?? []) step.fail(reason);
  }

  succeed(result?: unknown): void {
    if (this.ended) return;
    this.ended = true;
    this.within?.passed(this);
    if (this.silent) return;
    try {
      const outcome = this.engine.outcomeOf(this, result);
      if (outcome !== undefined) this.ownSpan?.setAttributes(outcome);
      const refusal = outcome?.['error.type'] as string | undefined;
      if (refusal !== undefined) this.ownSpan?.setStatus({ code: SpanStatusCode.ERROR, message: refusal });
      this.within?.operation.stepped?.(this, this.within);
      this.finish({ result }, outcome, refusal);
    } catch (thrown) {
      this.engine.reporter.report(NOT_RECORDED, thrown);
    }
  }

  /**
   * A call that the application itself gave up is none that failed.
   *
   * @param soFar What a stream has given before it failed: it counts all the same
   */
  fail(error: unknown, soFar?: unknown): void {
    if (this.ended) return;
    this.ended = true;
    const type = errorType(error, this.told('http.response.status_code') ?? this.engine.codeIn(error));
    // Where a server has answered with a failure, that is why the call failed, whoever gave it up meanwhile.
    const isAborted = !isStatus(type) && isCancelled(this.args);
    this.within?.open?.delete(this);
    this.within?.failed(error);
    this.leaveSteps(error);
    if (this.silent) return;
    try {
      const known = soFar === undefined ? undefined : this.engine.outcomeOf(this, soFar);
      if (known !== undefined) this.ownSpan?.setAttributes(known);
      if (this.ownSpan?.isRecording()) {
        if (isAborted) this.ownSpan.setAttributes({ ...this.steps(), ...this.engine.plugin.aborted });
        else this.record(this.ownSpan, error, type);
      }
      this.finish({ error }, known, isAborted ? undefined : type, soFar);
    } catch (thrown) {
      this.engine.reporter.report(NOT_RECORDED, thrown);
    }
  }

  /** What the engine itself has counted: told after success and after failure. */
  steps(): Attributes | undefined {
    const { attempts } = this.operation;
    return attempts === undefined ? this.noted : { ...this.noted, [attempts.attribute]: this.attempts };
  }

  info(): CallInfo {
    const { operationName: operation, target: instance, args } = this;
    return { operation, target: this.description.target, instance, arguments: args };
  }

  private record(span: Span, error: unknown, type: string): void {
    const { config, plugin } = this.engine;
    const withMessage = config.captureErrorMessages === true;
    span.setAttributes({ 'error.type': type, ...this.steps(), ...this.engine.failureOf(this, error) });
    if (plugin.statusAttribute !== undefined && isStatus(type))
      span.setAttribute(plugin.statusAttribute, type);
    span.addEvent('exception', exceptionAttributes(error, type, withMessage));
    const message = (withMessage ? errorMessage(error) : undefined) ?? type;
    span.setStatus({ code: SpanStatusCode.ERROR, message });
  }

  private finish(
    end: Pick<CallResult, 'result' | 'error'>,
    outcome: Attributes | undefined,
    failure: string | undefined,
    given: unknown = end.result,
  ): void {
    this.engine.responded(this, end);
    const duration = this.elapsed;
    this.ownSpan?.end();
    const { description, target } = this;
    const { attributes: start } = description;
    const attempts = this.operation.attempts === undefined ? undefined : this.attempts;
    const { noted } = this;
    const ended = { duration, start, outcome, noted, attempts, errorType: failure, target, result: given };
    this.engine.metrics.record(ended, description);
    this.engine.tell(this, ended);
    this.args = NONE;
  }

  /** Whether spans of requests below it are not made. */
  get hidesRequests(): boolean {
    return (
      this.ownSpan !== undefined &&
      (!this.composite || this.operation.sends === true) &&
      this.engine.config.suppressInternalInstrumentation === true
    );
  }

  /** The same, as a context of the API's own kind: what others derive from a call need not lead back to it. */
  private plain(): Context {
    const marked = this.parent.setValue(this.engine.key, this);
    const active = this.span === undefined ? marked : marked.setValue(SPAN_KEY, this.span);
    return this.hidesRequests ? active.setValue(SUPPRESSED_KEY, true) : active;
  }
}
