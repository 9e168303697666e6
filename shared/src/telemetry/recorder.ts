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
import { ownLabels } from './own-labels';
import { PluginTracer } from './plugin-tracer';
import { Reporter } from './reporter';

/** The longest span name that the conventions allow. */
const MAX_NAME = 255;

/** What a processor, an exporter or an instrument throws must not become the application's. */
const NOT_RECORDED = 'a call could not be recorded, because the SDK threw';

/**
 * Makes spans, metrics and log records of the calls of one plugin. It asks the plugin's row what a call is and what came
 * of it; whatever a row, a hook or the SDK throws is reported, and costs no more than what it should have given.
 */
export class Recorder {
  config: ClientInstrumentationConfig = {};
  /** Whether `config` has been given: the environment has its say over the first configuration only. */
  configured = false;
  /** By which calls of the plugin are found in a context. */
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

  /** Nobody to record for: an SDK neither for traces nor for metrics. */
  get idle(): boolean {
    return this.tracer.find() === undefined && !this.metrics.active;
  }

  /** What a call is, as its row says; or no more than its name, if that fails. */
  describe(operation: Operation, target: unknown, args: readonly unknown[]): Description {
    try {
      const description = callable(operation).describe(target, args, operation.operation, this.config);
      // One that is kept for many calls was limited with the first of them.
      if (description.cachedMetricAttributes === undefined) this.limited(description.attributes);
      return description;
    } catch (thrown) {
      this.notAnswered(operation, 'target', thrown);
      const { operationAttribute: name } = this.plugin;
      return { attributes: name === undefined ? {} : { [name]: operation.operation } };
    }
  }

  /** Whether the user wants neither a span nor a metric of a call. */
  ignores(call: RecordedCall): boolean {
    const { ignoreOperation } = this.config;
    return (
      ignoreOperation !== undefined &&
      this.hook('ignoreOperation', () => ignoreOperation(call.info())) === true
    );
  }

  /** The span of a call, if it is to have one. */
  startSpan(call: RecordedCall, parent: Context, links: Link[] | undefined): Span | undefined {
    const tracer = this.tracer.find();
    if (tracer === undefined) return undefined;
    const { operation, description, name } = call;
    if (this.config.requireParentSpan === true && trace.getSpan(parent) === undefined && !links?.length)
      return undefined;
    const ofRow = operation.kind ?? (call.composite ? SpanKind.INTERNAL : SpanKind.CLIENT);
    const { attributes, kind = ofRow } = description;
    try {
      const options = links === undefined ? { kind, attributes } : { kind, attributes, links };
      return tracer.startSpan(name.length > MAX_NAME ? name.slice(0, MAX_NAME) : name, options, parent);
    } catch (thrown) {
      this.reporter.report('the tracer could not start a span', thrown);
      return undefined;
    }
  }

  /** Adds what only a recorded span needs. */
  started(call: RecordedCall, span: Span): void {
    try {
      // Most spans of a sampling application are not: what follows costs them nothing.
      if (span.isRecording()) this.describeSpan(call, span);
    } catch (thrown) {
      this.reporter.report('the tracer could not start a span', thrown);
    }
  }

  /** A step of a composite has succeeded. */
  childSucceeded(step: RecordedCall, parent: RecordedCall): void {
    this.runSafely(() => parent.operation.onChildSuccess!(step, parent));
  }

  /** A call has given `result`. */
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
   * A call has failed, or was given up by the application itself: then it has not failed.
   *
   * @param type its `error.type`
   * @param soFar what a stream has given before it failed: it counts all the same
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

  /** The `error.type` of what a call has failed with. */
  typeOf(error: unknown, lastStatus: unknown): string {
    return errorType(error, lastStatus ?? this.codeIn(error));
  }

  /** Does something beside a call of the library. What it throws is reported, and the call goes on. */
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

  /** Asks a function of a row. What it throws is reported, and the call goes on. */
  ask<Answer>(operation: Operation, part: string, run: () => Answer): Answer | undefined {
    try {
      return run();
    } catch (thrown) {
      this.notAnswered(operation, part, thrown);
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

  /** What is known after success, or of a stream so far, if anybody wants to know. */
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
      this.notAnswered(operation, 'result', thrown);
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
    const { config, plugin } = this;
    const withMessage = config.captureErrorMessages === true;
    span.setAttributes({ 'error.type': type, ...call.steps(), ...failure });
    if (plugin.statusAttribute !== undefined && isStatus(type))
      span.setAttribute(plugin.statusAttribute, type);
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
    given: unknown = end.result,
  ): void {
    this.responded(call, end);
    const duration = call.elapsed;
    call.span?.end();
    const { description, target, noted, attemptCount: attempts } = call;
    const { attributes: start } = description;
    const ended = { duration, start, outcome, noted, attempts, errorType: failure, target, result: given };
    const own = this.metrics.active ? ownLabels(call, (name, run) => this.hook(name, run)) : undefined;
    this.metrics.record(ended, description, own);
    this.emitEvent(call, ended);
  }

  private responded(call: RecordedCall, end: Pick<CallResult, 'result' | 'error'>): void {
    const { responseHook } = this.config;
    const { span } = call;
    if (responseHook === undefined || !span?.isRecording()) return;
    this.hook('responseHook', () => responseHook(span, { ...call.info(), ...end }));
  }

  /** What the plugin has to say of a finished call beside its span and its metrics. */
  private emitEvent(call: RecordedCall, ended: Measurement): void {
    if (this.plugin.event === undefined) return;
    const { recordedAttributes } = call.description;
    // Of a call whose span is not recorded, nobody has cut it yet.
    if (recordedAttributes !== undefined) this.limited(recordedAttributes);
    const event = this.plugin.event(ended, call);
    if (event !== undefined) this.log(event, call);
  }

  /** The code that an error of the library has somewhere else than others. */
  private codeIn(error: unknown): unknown {
    try {
      return this.plugin.codeIn?.(error as never);
    } catch {
      // A hostile error: it has no code.
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

  private notAnswered(operation: Operation, part: string, thrown: unknown): void {
    const said = `"${operation.operation}" is only partly described, because reading its ${part} threw`;
    this.reporter.report(`${said}; the call itself went on`, thrown);
  }
}
