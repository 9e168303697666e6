/** Decides which calls of a plugin are observed, and starts them. */
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

/** A row's functions with untyped arguments: the engine passes on whatever the application passed. */
interface Callable {
  compositeIf?(target: unknown, args: readonly unknown[]): boolean;
  bindArguments?(args: readonly unknown[], caller: Caller): readonly unknown[];
  when?(target: unknown, args: readonly unknown[], config: object): boolean;
  linkedContexts?(target: unknown, args: readonly unknown[]): Iterable<Context>;
}

const callable = (operation: Operation): Callable => operation;

/** The engine of one plugin. */
export class Engine implements PluginEngine {
  /** Checked by every wrapper first, because wrappers outlive `disable()` (a method kept in a variable). */
  enabled = false;
  readonly recorder: Recorder;

  constructor(readonly plugin: Plugin) {
    this.recorder = new Recorder(plugin);
  }

  get config(): ClientInstrumentationConfig {
    return this.recorder.config;
  }

  /** Called with the first instance of a class that no file exports. */
  addHiddenClass: (className: string, instance: object) => void = () => {};

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

  /** Whether the row's `when` selects this call. */
  selects(operation: Operation, target: unknown, args: readonly unknown[]): boolean {
    if (operation.when === undefined) return true;
    const { recorder } = this;
    return (
      recorder.ask(operation, 'condition', () => callable(operation).when!(target, args, recorder.config)) ??
      false
    );
  }

  /** Starts observing a call that was made in `active`. Its span's parent is that of `batch`, if given. */
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

  /** The arguments to pass to the library, with the application's functions bound to its context. */
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
    const decide = (): boolean => callable(operation).compositeIf!(target, args);
    return this.recorder.ask(operation, 'arguments', decide) ?? false;
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
