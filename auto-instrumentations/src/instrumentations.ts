import type { FirestoreInstrumentationConfig } from '@gcp-otel/instrumentation-firestore';
import type { SpannerInstrumentationConfig } from '@gcp-otel/instrumentation-spanner';
import type { StorageInstrumentationConfig } from '@gcp-otel/instrumentation-storage';
import type { VertexAIInstrumentationConfig } from '@gcp-otel/instrumentation-vertexai';
import { diag } from '@opentelemetry/api';
import type { Instrumentation, InstrumentationConfig } from '@opentelemetry/instrumentation';
import { type PluginName, PLUGINS } from './names';
import { say } from './say';

/** Options of each plugin, by its package: they are those of its constructor. `enabled: false` leaves it out. */
export interface GcpInstrumentationsConfig {
  readonly '@gcp-otel/instrumentation-firestore'?: FirestoreInstrumentationConfig;
  readonly '@gcp-otel/instrumentation-storage'?: StorageInstrumentationConfig;
  readonly '@gcp-otel/instrumentation-spanner'?: SpannerInstrumentationConfig;
  readonly '@gcp-otel/instrumentation-vertexai'?: VertexAIInstrumentationConfig;
}

type Constructor = new (config?: InstrumentationConfig) => Instrumentation;

const isMissing = (thrown: unknown, name: string): boolean => {
  const { code, message } = Object(thrown) as { readonly code?: unknown; readonly message?: unknown };
  return code === 'MODULE_NOT_FOUND' && String(message).includes(`'${name}'`);
};

/** A plugin may be missing; what goes wrong inside one is reported, and costs no more than itself. */
const failed = (name: PluginName, thrown: unknown): undefined => {
  if (!isMissing(thrown, name))
    diag.error(`@gcp-otel/auto-instrumentations: ${name} could not be loaded`, thrown);
};

/**
 * How each plugin is loaded. Bundlers and file tracers follow a `require` with its name written out, and let it be
 * missing where it stands inside a `try`.
 */
const load: { readonly [Name in PluginName]: () => unknown } = {
  '@gcp-otel/instrumentation-firestore'() {
    try {
      return require('@gcp-otel/instrumentation-firestore');
    } catch (thrown) {
      return failed('@gcp-otel/instrumentation-firestore', thrown);
    }
  },
  '@gcp-otel/instrumentation-storage'() {
    try {
      return require('@gcp-otel/instrumentation-storage');
    } catch (thrown) {
      return failed('@gcp-otel/instrumentation-storage', thrown);
    }
  },
  '@gcp-otel/instrumentation-spanner'() {
    try {
      return require('@gcp-otel/instrumentation-spanner');
    } catch (thrown) {
      return failed('@gcp-otel/instrumentation-spanner', thrown);
    }
  },
  '@gcp-otel/instrumentation-vertexai'() {
    try {
      return require('@gcp-otel/instrumentation-vertexai');
    } catch (thrown) {
      return failed('@gcp-otel/instrumentation-vertexai', thrown);
    }
  },
};

const listed = (variable: string): readonly string[] | undefined => {
  const value = process.env[variable]?.trim();
  return value ? value.split(',').map((name) => name.trim()) : undefined;
};

/** Whether `OTEL_NODE_ENABLED_INSTRUMENTATIONS` and `OTEL_NODE_DISABLED_INSTRUMENTATIONS` leave this one on. */
export const isWanted = (shortName: string): boolean =>
  (listed('OTEL_NODE_ENABLED_INSTRUMENTATIONS')?.includes(shortName) ?? true) &&
  !listed('OTEL_NODE_DISABLED_INSTRUMENTATIONS')?.includes(shortName);

/**
 * Instrumentations for the Google Cloud client libraries, for the `instrumentations` of a NodeSDK: one for each plugin
 * that is installed and not turned off, by `enabled: false` or by `OTEL_NODE_ENABLED_INSTRUMENTATIONS` and
 * `OTEL_NODE_DISABLED_INSTRUMENTATIONS` with the short names `gcp-firestore`, `gcp-storage`, `gcp-spanner`,
 * `gcp-vertexai`. A plugin that is not installed, or turned off, is not loaded. Where none is left that is not turned
 * off, a line on stderr says so.
 *
 * @param config Options by plugin: `{ '@gcp-otel/instrumentation-spanner': { captureAdminOperations: false } }`
 */
export const getGcpInstrumentations = (config: GcpInstrumentationsConfig = {}): Instrumentation[] => {
  for (const name of Object.keys(config))
    if (!(name in PLUGINS)) diag.warn(`@gcp-otel/auto-instrumentations: there is no plugin "${name}"`);
  const wanted = (Object.keys(PLUGINS) as PluginName[]).filter(
    (name) => config[name]?.enabled !== false && isWanted(PLUGINS[name].shortName),
  );
  const plugins = wanted.flatMap((name) => {
    const exported = Object(load[name]()) as { readonly [className: string]: Constructor | undefined };
    const Plugin = exported[PLUGINS[name].className];
    return Plugin === undefined ? [] : [new Plugin(config[name])];
  });
  if (wanted.length > 0 && plugins.length === 0)
    say(
      `no plugin is installed, so no call of a Google Cloud client is traced: npm install ${wanted.join(' ')}`,
    );
  return plugins;
};
