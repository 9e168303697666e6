/** Spans of the functions that `@google-cloud/functions-framework` runs, which is what runs them on Google Cloud. */
import type { ServerResponse } from 'node:http';
import { type Attributes, type Context, context, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import { getRPCMetadata, W3CTraceContextPropagator } from '@opentelemetry/core';
import {
  InstrumentationBase,
  type InstrumentationConfig,
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from '@opentelemetry/instrumentation';
import { eventOf, type FunctionEvent } from './events';
import {
  FRAMEWORK,
  type FrameworkRequest,
  type Loader,
  type RequestHandler,
  textOf,
  type Wrappers,
} from './framework';
import { guarded, Invocation, type InvocationOptions, watched } from './invocation';
import { eventTrigger, httpTrigger } from './triggers';

const SINCE_3 = ['>=3.0.0'];
/** Since this release the framework handles what an HTTP function's promise is rejected with. */
const HANDLING_REJECTIONS = ['>=3.3.0'];
const NOT_HANDLING_REJECTIONS = ['>=3.0.0 <3.3.0'];

export interface FunctionsInstrumentationConfig extends InstrumentationConfig {
  /**
   * Record messages and stacks of what functions throw, without credentials.
   * @default false
   */
  readonly captureErrorMessages?: boolean;
}

/** Pub/Sub and CloudEvents define their format, which is W3C's whatever `OTEL_PROPAGATORS` says of requests. */
const w3c = new W3CTraceContextPropagator();

const headersOf: Parameters<typeof w3c.extract>[2] = {
  get: (carrier: FunctionEvent['creator'], key) => carrier[key as keyof FunctionEvent['creator']],
  keys: (carrier: FunctionEvent['creator']) => Object.keys(carrier),
};

/** A function as the framework was given it. */
interface Loaded {
  readonly userFunction: unknown;
  readonly signatureType: unknown;
  readonly options: InvocationOptions;
}

const file = (
  path: string,
  releases: string[],
  patch: (exports: Loader & Wrappers) => void,
): InstrumentationNodeModuleFile =>
  new InstrumentationNodeModuleFile(
    `${FRAMEWORK}/build/src/${path}`,
    releases,
    (exports: Loader & Wrappers) => {
      guarded(() => patch(exports));
      return exports;
    },
    () => {},
  );

/**
 * An HTTP function is described on the span that the instrumentation of HTTP has made of its request. An event arrives
 * by HTTP as well, and has a span of its own below that of its request.
 */
export class FunctionsInstrumentation extends InstrumentationBase<FunctionsInstrumentationConfig> {
  // Declared, because the base class calls `init()` before a field would get its value.
  declare private target: string | undefined;
  private isCold = true;

  constructor(config: FunctionsInstrumentationConfig = {}) {
    super('@gcp-otel/auto-instrumentations/functions', '0.1.0', config);
  }

  protected override init(): InstrumentationNodeModuleDefinition {
    return new InstrumentationNodeModuleDefinition(FRAMEWORK, SINCE_3, undefined, undefined, [
      file('loader.js', SINCE_3, (loader) => this.watchLoader(loader)),
      file('function_wrappers.js', HANDLING_REJECTIONS, (wrappers) => this.watch(wrappers, true)),
      file('function_wrappers.js', NOT_HANDLING_REJECTIONS, (wrappers) => this.watch(wrappers, false)),
    ]);
  }

  /** Only the loader is told the name of the function in every release, by `--target` or the environment. */
  private watchLoader(loader: Loader): void {
    const { getUserFunction } = loader;
    if (getUserFunction === undefined) return;
    loader.getUserFunction = (location, target, ...rest) => {
      this.target = textOf(target);
      return getUserFunction(location, target, ...rest);
    };
  }

  private watch(wrappers: Wrappers, handlesRejections: boolean): void {
    const { wrapUserFunction } = wrappers;
    if (wrapUserFunction === undefined) return;
    wrappers.wrapUserFunction = (userFunction, signatureType, ...rest) => {
      const handler = wrapUserFunction(watched(userFunction), signatureType, ...rest);
      const { captureErrorMessages = false } = this.getConfig();
      const options = { captureErrorMessages, handlesRejections };
      return this.handling(handler, { userFunction, signatureType, options });
    };
  }

  private handling(handler: RequestHandler, loaded: Loaded): RequestHandler {
    return new Proxy(handler, {
      apply: (target, self, args: Parameters<RequestHandler>) => {
        const handle = (): unknown => Reflect.apply(target, self, args);
        const within = this.isEnabled() ? guarded(() => this.invoked(loaded, args[0], args[1])) : undefined;
        return within === undefined ? handle() : within(handle);
      },
    });
  }

  /** Starts an invocation. Returns what the framework's handler has to run in. */
  private invoked(
    loaded: Loaded,
    request: FrameworkRequest,
    response: ServerResponse,
  ): ((handle: () => unknown) => unknown) | undefined {
    const { signatureType, options } = loaded;
    const name = this.nameOf(loaded);
    const common: Attributes = { 'faas.name': name, 'faas.coldstart': this.isCold };
    this.isCold = false;
    const id = textOf(request.executionId) ?? textOf(request.headers['function-execution-id']);
    if (id !== undefined) common['faas.invocation.id'] = id;
    if (signatureType === 'event' || signatureType === 'cloudevent') {
      const event = eventOf(request.headers, request.body, signatureType);
      const { span, within } = this.started(event, name, common);
      if (!span.isRecording()) return (handle) => context.with(within, handle);
      const invocation = new Invocation(span, options, response);
      return (handle) => invocation.during(() => context.with(within, handle));
    }
    // The span of HTTP's instrumentation, whatever else is active. Without that instrumentation there is none.
    const span = getRPCMetadata(context.active())?.span;
    if (span?.isRecording() !== true) return undefined;
    // Named after the function, as the conventions want it, unless the application routes: then HTTP's name follows.
    span.updateName(name).setAttributes({ ...common, ...httpTrigger(request, loaded.userFunction) });
    const invocation = new Invocation(span, options);
    return (handle) => invocation.during(handle);
  }

  /**
   * The span of an event is a child of its request's and linked to its creator's: "it is NOT RECOMMENDED to use the
   * message creation context as the parent of Process spans (by default) if processing happens in the scope of another
   * span", of which the conventions' example is a broker that pushes over HTTP, and "SHOULD link" it. CloudEvents' say
   * the same. Only without a span of the request is the creator the parent, too, which single messages may have.
   * https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/#message-creation-context-as-parent-of-process-span
   */
  private started(event: FunctionEvent, functionName: string, common: Attributes) {
    const { name, attributes } = eventTrigger(event, functionName);
    const extracted = w3c.extract(ROOT_CONTEXT, event.creator, headersOf);
    const creator = trace.getSpanContext(extracted);
    const active = context.active();
    const parent: Context =
      creator === undefined || trace.getSpanContext(active) !== undefined
        ? active
        : trace.setSpanContext(active, creator);
    const span = this.tracer.startSpan(
      name,
      {
        kind: SpanKind.CONSUMER,
        attributes: { ...common, ...attributes },
        links: creator === undefined ? [] : [{ context: creator }],
      },
      parent,
    );
    return { span, within: trace.setSpan(parent, span) };
  }

  /**
   * The name "as configured/deployed on the FaaS platform", which Google Cloud tells in `K_SERVICE`, and the resource
   * has; elsewhere that of the target.
   */
  private nameOf({ userFunction }: Loaded): string {
    const { K_SERVICE, FUNCTION_TARGET } = process.env;
    return (
      textOf(K_SERVICE) ??
      this.target ??
      textOf(FUNCTION_TARGET) ??
      textOf((userFunction as { readonly name?: unknown } | undefined)?.name) ??
      'function'
    );
  }
}
