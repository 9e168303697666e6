import type { Context } from '@opentelemetry/api';
import type { Engine as PluginEngine } from '../plugin-api/engine';
import type { Operation } from '../plugin-api/operation';
import type { ClientInstrumentationConfig } from '../plugin-api/options';
import type { Plugin } from '../plugin-api/plugin';
import { context } from '../telemetry/otel-api';
import { Recorder } from '../telemetry/recorder';
import { callIn, startOfStep } from './active-call';
import { type BatchParent, batchParentOf } from './batch-parent';
import { Call } from './call';
import { Caller } from './caller';

/** A row's functions as the engine calls them: with whatever the library was called with. */
interface Callable {
  compositeIf?(target: unknown, args: readonly unknown[]): boolean;
  bindArguments?(args: readonly unknown[], caller: Caller): readonly unknown[];
  when?(target: unknown, args: readonly unknown[], config: object): boolean;
  linkedContexts?(target: unknown, args: readonly unknown[]): Iterable<Context>;
}

const callable = (operation: Operation): Callable => operation;

/** Which calls of one plugin are observed, and how they begin. */
export class Engine implements PluginEngine {
  /** Wrappers outlive a `disable()` (a method kept in a variable), so each asks this first. */
  enabled = false;
  readonly recorder: Recorder;

  constructor(readonly plugin: Plugin) {
    this.recorder = new Recorder(plugin);
  }

  get config(): ClientInstrumentationConfig {
    return this.recorder.config;
  }

  /** Called with the first instance of a class that no file exports. */
  reveal: (className: string, instance: object) => void = () => {};

  get idle(): boolean {
    return this.recorder.idle;
  }

  callIn(active: Context): Call | undefined {
    return callIn(this.recorder.key, active);
  }

  running(): Call | undefined {
    const call = this.enabled ? this.callIn(context.active()) : undefined;
    return call?.ended === true ? undefined : call;
  }

  /** Whether this call is one to trace. */
  concerns(operation: Operation, target: unknown, args: readonly unknown[]): boolean {
    if (operation.when === undefined) return true;
    const { recorder } = this;
    return (
      recorder.ask(operation, 'condition', () => callable(operation).when!(target, args, recorder.config)) ??
      false
    );
  }

  /** Starts observing a call that was made in `active`, or, where it is given, belongs to `batch`. */
  begin(
    operation: Operation,
    target: unknown,
    args: readonly unknown[],
    active: Context = context.active(),
    batch?: BatchParent,
  ): Call {
    const { recorder } = this;
    const description = recorder.describe(operation, target, args);
    const surrounding = this.callIn(active);
    const within = surrounding?.showsInnerCalls ? surrounding : undefined;
    const from = operation.linkedContexts === undefined ? batch : this.batchParentOf(operation, target, args);
    const parent = from === undefined ? startOfStep(within, active) : from.parent;
    const composite = this.isComposite(operation, target, args);
    const call = new Call(recorder, operation, description, target, args, parent, within, composite);
    if (recorder.config.ignoreOperation !== undefined && recorder.ignores(call)) call.silent = true;
    else {
      const span = recorder.startSpan(call, parent, from?.links);
      if (span !== undefined) {
        call.setSpan(span);
        recorder.started(call, span);
      }
    }
    return call;
  }

  /** The arguments as the library gets them. */
  boundArguments(operation: Operation, args: readonly unknown[]): readonly unknown[] {
    if (operation.bindArguments === undefined) return args;
    const bind = (): readonly unknown[] => callable(operation).bindArguments!(args, new Caller());
    return this.recorder.ask(operation, 'arguments', bind) ?? args;
  }

  runSafely(run: () => void): void {
    this.recorder.runSafely(run);
  }

  private isComposite(operation: Operation, target: unknown, args: readonly unknown[]): boolean {
    const { composite = false, compositeIf } = operation;
    if (compositeIf === undefined) return composite;
    const isOne = (): boolean => callable(operation).compositeIf!(target, args);
    return this.recorder.ask(operation, 'arguments', isOne) ?? false;
  }

  private batchParentOf(
    operation: Operation,
    target: unknown,
    args: readonly unknown[],
  ): BatchParent | undefined {
    const find = (): BatchParent => batchParentOf([...callable(operation).linkedContexts!(target, args)]);
    return this.recorder.ask(operation, 'causes', find);
  }
}
