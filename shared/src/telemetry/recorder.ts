/** Records calls: turns their description, outcome or error into spans, metrics and log events. */
import type { Context, Link, MeterProvider, Span, TracerProvider } from '@opentelemetry/api';
import type { Attributes } from '../plugin-api/attributes';
import type { Description } from '../plugin-api/description';
import type { Operation } from '../plugin-api/operation';
import type { CallResult, ClientInstrumentationConfig } from '../plugin-api/options';
import type { LogEvent, Measurement, Plugin } from '../plugin-api/plugin';
import { errorMessage, errorType, exceptionAttributes, isStatus } from './errors';
import { limited } from './limits';
import { Metrics } from './metrics';
import { metrics as metricsApi, SpanKind, SpanStatusCode, trace } from './otel-api';
import { callable, type RecordedCall } from './recorded-call';
import { hasOwnLabels, ownLabels, type OwnLabels } from './own-labels';
import { PluginTracer } from './plugin-tracer';
import { Reporter } from './reporter';

/** The maximum length that the semantic conventions give a span name. */
const MAX_NAME = 255;

/** Errors of span processors, exporters and instruments must not reach the application. */
const NOT_RECORDED = 'a call could not be recorded, because the SDK threw';

/**
 * Records the calls of one plugin. The functions of the plugin's rows describe a call and its outcome. If one of them, a
 * hook or the SDK throws, that is reported, and only the attributes that it should have provided are missing.
 */
export class Recorder {
  config: ClientInstrumentationConfig = {};
  /** Whether `config` has been set. The environment variables only apply to the first configuration. */
  configured = false;
  /** The context key under which calls of the plugin are found. */
  readonly key: symbol;
  readonly metrics: Metrics;
  readonly reporter: Reporter;
  private readonly tracer: PluginTracer;

  constructor(readonly plugin: Plugin) {
    this.key = Symbol(plugin.name);
    this.reporter = new Reporter(plugin.name);
    this.metrics = new Metrics(plugin, metricsApi.getMeterProvider());
    this.tracer = new PluginTracer(plugin, this.reporter);
  }

  configure(config: ClientInstrumentationConfig): void {
    this.config = config;
    this.configured = true;
  }

  useTracerProvider(provider: TracerProvider): void {
    this.tracer.use(provider);
  }

  useMeterProvider(provider: MeterProvider): void {
    this.metrics.use(provider);
  }

  /** Emits a log record in the context of a call. */
  log: (event: LogEvent, call: RecordedCall) => void = () => {};

  /** Whether there is no SDK, neither for traces nor for metrics. */
  get idle(): boolean {
    return this.tracer.find() === undefined && !this.metrics.active;
  }

  /** Describes a call by its row, or only by the operation's name if that throws. */
  describe(operation: Operation, target: unknown, args: readonly unknown[]): Description {
    try {
      const description = callable(operation).describe(target, args, operation.operation, this.config);
      // A cached description was limited with the first call.
      if (description.cachedMetricAttributes === undefined) this.limited(description.attributes);
      return description;
    } catch (thrown) {
      this.reportPartial(operation, 'target', thrown);
      const { operationAttribute: name } = this.plugin;
      return { attributes: name === undefined ? {} : { [name]: operation.operation } };
    }
  }

  /** Whether `ignoreOperation` excludes a call. */
  ignores(call: RecordedCall): boolean {
    const { ignoreOperation } = this.config;
    return (
      ignoreOperation !== undefined &&
      this.hook('ignoreOperation', () => ignoreOperation(call.info())) === true
    );
  }

  /** Starts the span of a call, unless there is no tracer or it lacks a required parent. */
  startSpan(call: RecordedCall, parent: Context, links: Link[] | undefined): Span | undefined {
    const tracer = this.tracer.find();
    if (tracer === undefined) return undefined;
    const { operation, description, name } = call;
    if (this.config.requireParentSpan === true && trace.getSpan(parent) === undefined && !links?.length)
      return undefined;
    const defaultKind = operation.kind ?? (call.composite ? SpanKind.INTERNAL : SpanKind.CLIENT);
    const { attributes, kind = defaultKind } = description;
    try {
      const options = links === undefined ? { kind, attributes } : { kind, attributes, links };
      return tracer.startSpan(name.length > MAX_NAME ? name.slice(0, MAX_NAME) : name, options, parent);
    } catch (thrown) {
      this.reporter.report('the tracer could not start a span', thrown);
      return undefined;
    }
  }

  /** Adds attributes that only a recorded span needs. */
  started(call: RecordedCall, span: Span): void {
    try {
      // With sampling, most spans are not recorded, and must not pay for this.
      if (span.isRecording()) this.describeSpan(call, span);
    } catch (thrown) {
      this.reporter.report('the tracer could not start a span', thrown);
    }
  }

  /** An inner call of a composite has succeeded. */
  childSucceeded(step: RecordedCall, parent: RecordedCall): void {
    this.runSafely(() => parent.operation.onChildSuccess!(step, parent));
  }

  /** A call has succeeded. Its outcome may still say that it is to be recorded as failed. */
  succeeded(call: RecordedCall, result: unknown): void {
    try {
      const { span } = call;
      const outcome = this.outcomeOf(call, result);
      if (outcome !== undefined) span?.setAttributes(outcome);
      const refusal = outcome?.['error.type'] as string | undefined;
      if (refusal !== undefined) span?.setStatus({ code: SpanStatusCode.ERROR, message: refusal });
      this.finish(call, { result }, outcome, refusal);
    } catch (thrown) {
      this.reporter.report(NOT_RECORDED, thrown);
    }
  }

  /**
   * A call has failed, or the application aborted it, which is not recorded as a failure.
   *
   * @param type its `error.type`
   * @param soFar what a stream delivered before it failed, which is recorded too
   */
  failed(call: RecordedCall, error: unknown, type: string, isAborted: boolean, soFar: unknown): void {
    try {
      const { span } = call;
      const known = soFar === undefined ? undefined : this.outcomeOf(call, soFar);
      if (known !== undefined) span?.setAttributes(known);
      const isRecording = span?.isRecording() === true;
      const failure = isRecording || this.metrics.active ? this.failureOf(call, error) : undefined;
      if (isRecording) {
        if (isAborted) span.setAttributes({ ...call.steps(), ...failure, ...this.plugin.aborted });
        else this.recordFailure(call, span, error, type, failure);
      }
      const outcome = failure === undefined ? known : { ...known, ...failure };
      this.finish(call, { error }, outcome, isAborted ? undefined : type, soFar);
    } catch (thrown) {
      this.reporter.report(NOT_RECORDED, thrown);
    }
  }

  /** The `error.type` of a call's error. */
  typeOf(error: unknown, lastStatus: unknown): string {
    return errorType(error, lastStatus ?? this.codeIn(error));
  }

  /** Runs code of ours during a call of the library. Errors are reported and do not affect the call. */
  runSafely(run: () => void): void {
    try {
      run();
    } catch (thrown) {
      this.reporter.report(
        'a private part of the library is not what it was; some attributes are missing',
        thrown,
      );
    }
  }

  /** Calls a function of a row. Errors are reported and do not affect the call. */
  ask<Answer>(operation: Operation, part: string, run: () => Answer): Answer | undefined {
    try {
      return run();
    } catch (thrown) {
      this.reportPartial(operation, part, thrown);
      return undefined;
    }
  }

  private describeSpan(call: RecordedCall, span: Span): void {
    const { operation, description } = call;
    if (description.recordedAttributes !== undefined)
      span.setAttributes(this.limited(description.recordedAttributes));
    if (operation.details !== undefined)
      this.ask(operation, 'details', () =>
        span.setAttributes(this.limited(callable(operation).details!(call.target, call.args, this.config))),
      );
    const { requestHook } = this.config;
    if (requestHook !== undefined) this.hook('requestHook', () => requestHook(span, call.info()));
  }

  /** Attributes of a result, or of what a stream delivered so far, if a span or metric needs them. */
  private outcomeOf(call: RecordedCall, result: unknown): Attributes | undefined {
    const { operation } = call;
    const steps = call.steps();
    if (operation.outcome === undefined) return steps;
    if (!this.metrics.active && !call.span?.isRecording()) return steps;
    try {
      const outcome = callable(operation).outcome!(result, call.target, call);
      if (outcome !== undefined) this.limited(outcome);
      return steps === undefined ? outcome : { ...outcome, ...steps };
    } catch (thrown) {
      this.reportPartial(operation, 'result', thrown);
      return steps;
    }
  }

  private recordFailure(
    call: RecordedCall,
    span: Span,
    error: unknown,
    type: string,
    failure: Attributes | undefined,
  ): void {
    const { statusAttribute } = this.plugin;
    const withMessage = this.config.captureErrorMessages === true;
    span.setAttributes({ 'error.type': type, ...call.steps(), ...failure });
    if (statusAttribute !== undefined && isStatus(type)) span.setAttribute(statusAttribute, type);
    span.addEvent('exception', exceptionAttributes(error, type, withMessage));
    const message = (withMessage ? errorMessage(error) : undefined) ?? type;
    span.setStatus({ code: SpanStatusCode.ERROR, message });
  }

  private failureOf(call: RecordedCall, error: unknown): Attributes | undefined {
    const { operation } = call;
    if (operation.failure === undefined) return undefined;
    return this.ask(operation, 'error', () => callable(operation).failure!(error, call.target, call));
  }

  private finish(
    call: RecordedCall,
    end: Pick<CallResult, 'result' | 'error'>,
    outcome: Attributes | undefined,
    failure: string | undefined,
    measured: unknown = end.result,
  ): void {
    this.responded(call, end);
    const duration = call.elapsed;
    call.span?.end();
    const { description, target, noted, attemptCount: attempts } = call;
    const { attributes: start } = description;
    const ended = { duration, start, outcome, noted, attempts, errorType: failure, target, result: measured };
    this.metrics.record(ended, description, hasOwnLabels(this.config) ? this.ownLabels(call) : undefined);
    this.emitEvent(call, ended);
  }

  private ownLabels(call: RecordedCall): OwnLabels | undefined {
    return this.metrics.active ? ownLabels(call, (name, run) => this.hook(name, run)) : undefined;
  }

  private responded(call: RecordedCall, end: Pick<CallResult, 'result' | 'error'>): void {
    const { responseHook } = this.config;
    const { span } = call;
    if (responseHook === undefined || !span?.isRecording()) return;
    this.hook('responseHook', () => responseHook(span, { ...call.info(), ...end }));
  }

  private emitEvent(call: RecordedCall, ended: Measurement): void {
    if (this.plugin.event === undefined) return;
    const { recordedAttributes } = call.description;
    // Not limited yet if the span is not recorded.
    if (recordedAttributes !== undefined) this.limited(recordedAttributes);
    const event = this.plugin.event(ended, call);
    if (event !== undefined) this.log(event, call);
  }

  /** The code of an error of the library that has it in an unusual place. */
  private codeIn(error: unknown): unknown {
    try {
      return this.plugin.codeIn?.(error as never);
    } catch {
      // A getter threw: treat it as an error without a code.
      return undefined;
    }
  }

  private limited(attributes: Attributes): Attributes {
    return limited(attributes, this.plugin.structured);
  }

  private hook<Result>(name: string, run: () => Result): Result | undefined {
    try {
      return run();
    } catch (thrown) {
      this.reporter.reportOwn(`${name} of the configuration threw; mend that function`, thrown);
      return undefined;
    }
  }

  private reportPartial(operation: Operation, part: string, thrown: unknown): void {
    const what = `"${operation.operation}" is only partly described, because reading its ${part} threw`;
    this.reporter.report(`${what}; the call itself went on`, thrown);
  }
}
