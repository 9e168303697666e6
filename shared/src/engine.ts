import type { Context, Link, MeterProvider, Span, Tracer, TracerProvider } from '@opentelemetry/api';
import { context, metrics as metricsApi, SpanKind, trace } from './api';
import { Call } from './call';
import { callIn, startOfStep } from './call-context';
import { Caller } from './caller';
import { Reporter } from './errors';
import { Metrics } from './metrics';
import { type Origin, originOf } from './origin';
import { limited } from './limits';
import type { CallResult, ClientInstrumentationConfig } from './options';
import type { Attributes, Description, LogEvent, Measurement, Operation, Plugin } from './plugin';

/** The longest span name that the conventions allow. */
const MAX_NAME = 255;

/** A row's functions as the engine calls them: with whatever the library was called with. */
interface Callable {
  compositeIf?(target: unknown, args: readonly unknown[]): boolean;
  describe(target: unknown, args: readonly unknown[], operation: string, config: object): Description;
  details?(target: unknown, args: readonly unknown[], config: object): Attributes;
  outcome?(result: unknown, target: unknown, call: Call): Attributes | undefined;
  failure?(error: unknown, target: unknown, call: Call): Attributes | undefined;
  inputs?(args: readonly unknown[], caller: Caller): readonly unknown[];
  when?(target: unknown, args: readonly unknown[], config: object): boolean;
  causes?(target: unknown, args: readonly unknown[]): Iterable<Context>;
}

const callable = (operation: Operation): Callable => operation;

/** The API's own provider: it has no tracer to delegate to until an SDK is registered. */
interface ProxyProvider extends TracerProvider {
  getDelegateTracer?(name: string, version?: string, options?: { schemaUrl?: string }): Tracer | undefined;
}

/** The state of one plugin: whether and where it records, and how its calls begin. */
export class Engine {
  /** Wrappers outlive a `disable()` (a method kept in a variable), so each asks this first. */
  enabled = false;
  config: ClientInstrumentationConfig = {};
  /** Whether `config` has been given: the environment has its say over the first configuration only. */
  configured = false;
  readonly key: symbol;
  readonly metrics: Metrics;
  readonly reporter: Reporter;
  private provider: ProxyProvider = trace.getTracerProvider();
  private tracer: Tracer | undefined;

  constructor(readonly plugin: Plugin) {
    this.key = Symbol(plugin.name);
    this.reporter = new Reporter(plugin.name);
    this.metrics = new Metrics(plugin, metricsApi.getMeterProvider());
  }

  configure(config: ClientInstrumentationConfig): void {
    this.config = config;
    this.configured = true;
  }

  useTracerProvider(provider: TracerProvider): void {
    this.provider = provider;
    this.tracer = undefined;
  }

  useMeterProvider(provider: MeterProvider): void {
    this.metrics.use(provider);
  }

  /** Called with the first instance of a class that no file exports. */
  reveal: (className: string, instance: object) => void = () => {};

  /** Emits a log record in the context of a call. */
  log: (event: LogEvent, call: Call) => void = () => {};

  /** Nobody to record for: an SDK neither for traces nor for metrics. */
  get idle(): boolean {
    return this.findTracer() === undefined && !this.metrics.active;
  }

  /** What the plugin has to say of a finished call beside its span and its metrics. */
  tell(call: Call, ended: Measurement): void {
    if (this.plugin.event === undefined) return;
    const { recorded } = call.description;
    // Of a call whose span is not recorded, nobody has cut it yet.
    if (recorded !== undefined) this.limited(recorded);
    const event = this.plugin.event(ended, call);
    if (event !== undefined) this.log(event, call);
  }

  /** The code that an error of the library has somewhere else than others. */
  codeIn(error: unknown): unknown {
    try {
      return this.plugin.codeIn?.(error as never);
    } catch {
      // A hostile error: it has no code.
      return undefined;
    }
  }

  /** The call that `active` is part of, running or over. */
  callIn(active: Context): Call | undefined {
    return callIn(this.key, active);
  }

  /** The call that runs where this is asked, if its plugin is enabled. */
  running(): Call | undefined {
    const call = this.enabled ? this.callIn(context.active()) : undefined;
    return call?.ended === true ? undefined : call;
  }

  /** Whether this call is one to trace. */
  concerns(operation: Operation, target: unknown, args: readonly unknown[]): boolean {
    if (operation.when === undefined) return true;
    return (
      this.ask(operation, 'condition', () => callable(operation).when!(target, args, this.config)) ?? false
    );
  }

  /** Starts observing a call that was made in `active`, or, where it is given, comes from `from`. */
  begin(
    operation: Operation,
    target: unknown,
    args: readonly unknown[],
    active: Context = context.active(),
    from?: Origin,
  ): Call {
    const description = this.describe(operation, target, args);
    const within = this.callIn(active);
    const around = within?.composes ? within : undefined;
    const origin = operation.causes === undefined ? from : this.originOf(operation, target, args);
    const parent = origin === undefined ? startOfStep(around, active) : origin.parent;
    const composite = this.composes(operation, target, args);
    const call = new Call(this, operation, description, target, args, parent, around, composite);
    if (this.config.ignoreOperation !== undefined && this.ignores(call)) call.silent = true;
    else this.startSpan(call, parent, origin?.links);
    return call;
  }

  /** What is known after success, or of a stream so far, if anybody wants to know. */
  outcomeOf(call: Call, result: unknown): Attributes | undefined {
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

  /** What is known after failure, of a span that is recorded. */
  failureOf(call: Call, error: unknown): Attributes | undefined {
    const { operation } = call;
    if (operation.failure === undefined) return undefined;
    return this.ask(operation, 'error', () => callable(operation).failure!(error, call.target, call));
  }

  /** The arguments as the library gets them. */
  inputsOf(operation: Operation, args: readonly unknown[]): readonly unknown[] {
    if (operation.inputs === undefined) return args;
    return this.ask(operation, 'arguments', () => callable(operation).inputs!(args, new Caller())) ?? args;
  }

  /** Runs the user's hook on a span that is about to end. */
  responded(call: Call, end: Pick<CallResult, 'result' | 'error'>): void {
    const { responseHook } = this.config;
    const { span } = call;
    if (responseHook === undefined || !span?.isRecording()) return;
    this.hook('responseHook', () => responseHook(span, { ...call.info(), ...end }));
  }

  /** Does something beside a call of the library. What it throws is reported, and the call goes on. */
  aside(run: () => void): void {
    try {
      run();
    } catch (thrown) {
      this.reporter.report(
        'a private part of the library is not what it was; some attributes are missing',
        thrown,
      );
    }
  }

  private limited(attributes: Attributes): Attributes {
    return limited(attributes, this.plugin.structured);
  }

  private describe(operation: Operation, target: unknown, args: readonly unknown[]): Description {
    try {
      const description = callable(operation).describe(target, args, operation.operation, this.config);
      // One that is kept for many calls was limited with the first of them.
      if (description.measured === undefined) this.limited(description.attributes);
      return description;
    } catch (thrown) {
      this.notAnswered(operation, 'target', thrown);
      const { operationAttribute: name } = this.plugin;
      return { attributes: name === undefined ? {} : { [name]: operation.operation } };
    }
  }

  private composes(operation: Operation, target: unknown, args: readonly unknown[]): boolean {
    const { composite = false, compositeIf } = operation;
    if (compositeIf === undefined) return composite;
    return this.ask(operation, 'arguments', () => callable(operation).compositeIf!(target, args)) ?? false;
  }

  private originOf(operation: Operation, target: unknown, args: readonly unknown[]): Origin | undefined {
    return this.ask(operation, 'causes', () => originOf([...callable(operation).causes!(target, args)]));
  }

  private ignores(call: Call): boolean {
    const { ignoreOperation } = this.config;
    return (
      ignoreOperation !== undefined &&
      this.hook('ignoreOperation', () => ignoreOperation(call.info())) === true
    );
  }

  private startSpan(call: Call, parent: Context, links: Link[] | undefined): void {
    const tracer = this.findTracer();
    if (tracer === undefined) return;
    const { operation, description } = call;
    if (this.config.requireParentSpan === true && trace.getSpan(parent) === undefined && !links?.length)
      return;
    const ofRow = operation.kind ?? (call.composite ? SpanKind.INTERNAL : SpanKind.CLIENT);
    const { attributes, kind = ofRow } = description;
    try {
      const options = links === undefined ? { kind, attributes } : { kind, attributes, links };
      const { name } = call;
      const span = tracer.startSpan(name.length > MAX_NAME ? name.slice(0, MAX_NAME) : name, options, parent);
      call.carry(span);
      if (span.isRecording()) this.started(call, span);
    } catch (thrown) {
      this.reporter.report('the tracer could not start a span', thrown);
    }
  }

  /** Adds what only a recorded span needs. */
  private started(call: Call, span: Span): void {
    const { operation, description } = call;
    if (description.recorded !== undefined) span.setAttributes(this.limited(description.recorded));
    if (operation.details !== undefined)
      this.ask(operation, 'details', () =>
        span.setAttributes(this.limited(callable(operation).details!(call.target, call.args, this.config))),
      );
    const { requestHook } = this.config;
    if (requestHook !== undefined) this.hook('requestHook', () => requestHook(span, call.info()));
  }

  private findTracer(): Tracer | undefined {
    if (this.tracer !== undefined) return this.tracer;
    const { name, version, schemaUrl } = this.plugin;
    const { provider } = this;
    try {
      this.tracer =
        provider.getDelegateTracer === undefined
          ? provider.getTracer(name, version, { schemaUrl })
          : provider.getDelegateTracer(name, version, { schemaUrl });
    } catch (thrown) {
      this.reporter.report('the tracer provider gave no tracer', thrown);
    }
    return this.tracer;
  }

  private hook<Result>(name: string, run: () => Result): Result | undefined {
    try {
      return run();
    } catch (thrown) {
      this.reporter.reportOwn(`${name} of the configuration threw; mend that function`, thrown);
      return undefined;
    }
  }

  /** Asks a function of a row. What it throws is reported, and the call goes on. */
  private ask<Answer>(operation: Operation, part: string, run: () => Answer): Answer | undefined {
    try {
      return run();
    } catch (thrown) {
      this.notAnswered(operation, part, thrown);
      return undefined;
    }
  }

  private notAnswered(operation: Operation, part: string, thrown: unknown): void {
    const said = `"${operation.operation}" is only partly described, because reading its ${part} threw`;
    this.reporter.report(`${said}; the call itself went on`, thrown);
  }
}
