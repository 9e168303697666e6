/** Base class of all plugins: connects OpenTelemetry's `InstrumentationBase` to the engine and the patcher. */
import type { MeterProvider, TracerProvider } from '@opentelemetry/api';
import {
  InstrumentationBase,
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from '@opentelemetry/instrumentation';
import { Engine } from './call/engine';
import { EarlyReports } from './telemetry/early-reports';
import { HttpRequests } from './call/http-requests';
import {
  filesBeside,
  isNotRun,
  linkedFiles,
  type LoadedFile,
  loadedFiles,
  moduleCopy,
} from './patching/loaded-clients';
import { addEnabled, enabledInstances } from './instances';
import { allowedByEnvironment, COMMON_OPTIONS, readOptions } from './config';
import type { ClientInstrumentationConfig } from './plugin-api/options';
import { isSupported, Patcher } from './patching/patcher';
import type { InstrumentedPackage, Plugin } from './plugin-api/plugin';
import { watchImports } from './patching/watch-imports';

interface State {
  readonly engine: Engine;
  readonly patcher: Patcher;
  readonly requests: HttpRequests | undefined;
  readonly early: EarlyReports;
}

/** Loads, configures, enables and disables the instrumentation that a {@link Plugin} describes. */
export abstract class ClientInstrumentation<
  Config extends ClientInstrumentationConfig = ClientInstrumentationConfig,
> extends InstrumentationBase<Config> {
  /** `declare`, because the base constructor calls `setConfig`, `init` and `enable` before field initializers run. */
  declare private state: State | undefined;

  /** A getter, because the base constructor reads it before fields are initialized. */
  protected abstract get plugin(): Plugin;

  constructor(plugin: Plugin, config: Config | undefined) {
    super(plugin.name, plugin.version, config ?? ({} as Config));
    // A disabled plugin also registers loaded copies of the client, to trace them once it is enabled.
    super.enable();
    this.takeLoadedClients();
    this.own.early.stopKeeping();
  }

  /**
   * Instruments a client that no module hook has seen: one inside a bundle, or one loaded before this instrumentation.
   * Pass the client's main exports, which are returned. Repeated calls do nothing. `enable()` and `disable()` apply to
   * it too.
   */
  instrumentModule<Exports>(exports: Exports): Exports {
    try {
      const found = this.plugin.packages.filter((library) => this.takeFrom(library, exports));
      if (found.length === 0) {
        const expected = `expected are the exports of ${this.plugin.packages[0]?.name}`;
        this.own.engine.recorder.reporter.report(
          `instrumentModule() was given nothing to instrument; ${expected}`,
        );
      }
    } catch (thrown) {
      this.own.engine.recorder.reporter.report(
        'instrumentModule() could not read the exports it was given',
        thrown,
      );
    }
    return exports;
  }

  override setConfig(config: Config): void {
    const { engine } = this.own;
    const { name, shortName, options } = this.plugin;
    const values = readOptions(name, { ...COMMON_OPTIONS, ...options }, config);
    if (!engine.recorder.configured && !allowedByEnvironment(shortName)) values.enabled = false;
    super.setConfig(values);
    engine.recorder.configure(values);
  }

  /** Does nothing if the configuration has `enabled: false`, because NodeSDK enables every instrumentation it gets. */
  override enable(): void {
    super.enable();
    const { engine, patcher, requests } = this.own;
    if (this.getConfig().enabled === false) return;
    addEnabled(this);
    engine.enabled = true;
    patcher.apply();
    requests?.watch();
  }

  /** Restores every patched prototype, in every copy of the client. */
  override disable(): void {
    const { engine, patcher, requests } = this.own;
    enabledInstances().delete(this);
    engine.enabled = false;
    patcher.revert();
    requests?.unwatch();
  }

  override isEnabled(): boolean {
    return this.own.engine.enabled;
  }

  override setTracerProvider(provider: TracerProvider): void {
    super.setTracerProvider(provider);
    this.own.engine.recorder.useTracerProvider(provider);
    this.own.early.registered();
  }

  override setMeterProvider(provider: MeterProvider): void {
    super.setMeterProvider(provider);
    this.own.engine.recorder.useMeterProvider(provider);
  }

  protected override init(): InstrumentationNodeModuleDefinition[] {
    return this.plugin.packages.map((library) => {
      const main = (exports: unknown, version?: string): unknown =>
        this.loaded(library, '', exports, version);
      return new InstrumentationNodeModuleDefinition(
        library.name,
        ANY_VERSION,
        main,
        undefined,
        filesOf(library)
          .filter((file) => file !== '')
          .map((file) => {
            const path = `${library.name}/${file}`;
            const patch = (exports: unknown, version?: string): unknown =>
              this.loaded(library, file, exports, version);
            return new InstrumentationNodeModuleFile(path, ANY_VERSION, patch, nothing);
          }),
      );
    });
  }

  private get own(): State {
    if (this.state === undefined) {
      const engine = new Engine(this.plugin);
      const early = new EarlyReports(engine.recorder.reporter);
      const patcher = new Patcher(engine);
      engine.addHiddenClass = (className, instance) => patcher.addHiddenClass(className, instance);
      engine.recorder.log = ({ name: eventName, attributes }, context) =>
        this.logger.emit({ eventName, attributes, context });
      const { requests: observer } = this.plugin;
      const requests = observer && new HttpRequests(engine, observer);
      this.state = { engine, patcher, requests, early };
    }
    return this.state;
  }

  /** A module hook has seen a file of a client. Errors must not stop the application from loading it. */
  private loaded(library: InstrumentedPackage, file: string, exports: unknown, version?: string): unknown {
    const { engine, patcher } = this.own;
    if (isNotRun(exports)) return exports;
    try {
      if (version !== undefined && !isSupported(library, version)) {
        const { from, below } = library.supported ?? {};
        const fix = `install a release from ${from} and below ${below}`;
        engine.recorder.reporter.report(`${library.name}@${version} is not supported and not traced; ${fix}`);
        return exports;
      }
      const classes = Object.keys(library.operations).filter((name) =>
        library.operations[name]?.files.includes(file),
      );
      patcher.add(library, classes, exports, version);
    } catch (thrown) {
      engine.recorder.reporter.report(`${library.name}/${file} could not be instrumented`, thrown);
    }
    return exports;
  }

  /** Outside of bundles, classes that the main module does not export are found in the files beside it. */
  private takeFrom(library: InstrumentedPackage, exports: unknown): boolean {
    const files = filesBeside(library.name, exports);
    for (const { file, exports: own, version } of files) this.loaded(library, file, own, version);
    const isFound = this.own.patcher.addFrom(library, exports);
    if (files.length > 0) return true;
    const gap = isFound ? library.untracedInBundle?.(exports as never, this.getConfig() as never) : undefined;
    if (gap !== undefined) this.own.engine.recorder.reporter.report(`${library.name}, in a bundle: ${gap}`);
    return isFound;
  }

  /** Finds CommonJS files that were loaded before the hooks, in Node's cache. Prototypes can be patched at any time. */
  private takeLoadedClients(): void {
    for (const library of this.plugin.packages) {
      for (const { file, exports, version } of loadedFiles(library.name))
        this.loaded(library, file, exports, version);
      this.takeModules(library);
    }
  }

  /** The `require` hook does not see ES modules. Those that are linked are registered now, others when they run. */
  private takeModules(library: InstrumentedPackage): void {
    const files = filesOf(library);
    const take = ({ file, exports, version }: LoadedFile): void =>
      void this.loaded(library, file, exports, version);
    const fail = (thrown: unknown): void => {
      const fix =
        'use Node.js 22.22.3, 24.11.1 or newer, with the set-up in a file of its own: node --import ./tracing.mjs';
      this.own.engine.recorder.reporter.report(
        `${library.name}, imported here as ES module, is not traced; ${fix}`,
        thrown,
      );
    };
    try {
      const copy = moduleCopy(library.name);
      if (copy === undefined) return;
      const linked = linkedFiles(copy, files);
      for (const file of linked) take(file);
      watchImports(library.name, files, linked, take, fail);
    } catch (thrown) {
      fail(thrown);
    }
  }
}

/** The files that define the classes of a table. `''` is the main module. */
const filesOf = ({ operations }: InstrumentedPackage): string[] => [
  ...new Set(Object.values(operations).flatMap(({ files }) => files)),
];

/** Unpatch function of the module files: {@link Patcher} restores them instead. */
const nothing = (): void => {};

/** Releases are checked on loading instead, so that an unsupported one is reported rather than silently skipped. */
const ANY_VERSION = ['*'];
