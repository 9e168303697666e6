/** Finds the tracer of a plugin, once an SDK is registered. */
import type { Tracer, TracerProvider } from '@opentelemetry/api';
import type { Plugin } from '../plugin-api/plugin';
import { trace } from './otel-api';
import type { Reporter } from './reporter';

/** The API's global provider. `getDelegateTracer` returns `undefined` until an SDK is registered. */
interface ProxyProvider extends TracerProvider {
  getDelegateTracer?(name: string, version?: string, options?: { schemaUrl?: string }): Tracer | undefined;
}

export class PluginTracer {
  private provider: ProxyProvider = trace.getTracerProvider();
  private tracer: Tracer | undefined;

  constructor(
    private readonly plugin: Plugin,
    private readonly reporter: Reporter,
  ) {}

  use(provider: TracerProvider): void {
    this.provider = provider;
    this.tracer = undefined;
  }

  find(): Tracer | undefined {
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
}
