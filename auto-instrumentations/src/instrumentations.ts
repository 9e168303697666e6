import { createRequire } from 'node:module';
import type { FirestoreInstrumentationConfig } from '@gcp-otel/instrumentation-firestore';
import type { SpannerInstrumentationConfig } from '@gcp-otel/instrumentation-spanner';
import type { StorageInstrumentationConfig } from '@gcp-otel/instrumentation-storage';
import type { VertexAIInstrumentationConfig } from '@gcp-otel/instrumentation-vertexai';
import { diag } from '@opentelemetry/api';
import type { Instrumentation, InstrumentationConfig } from '@opentelemetry/instrumentation';
import { type PluginName, PLUGINS } from './names';

/** Options of each plugin, by its package: they are those of its constructor. `enabled: false` leaves it out. */
export interface GcpInstrumentationsConfig {
  readonly '@gcp-otel/instrumentation-firestore'?: FirestoreInstrumentationConfig;
  readonly '@gcp-otel/instrumentation-storage'?: StorageInstrumentationConfig;
  readonly '@gcp-otel/instrumentation-spanner'?: SpannerInstrumentationConfig;
  readonly '@gcp-otel/instrumentation-vertexai'?: VertexAIInstrumentationConfig;
}

type Constructor = new (config?: InstrumentationConfig) => Instrumentation;

const load = createRequire(__filename);

const isMissing = (thrown: unknown, name: string): boolean => {
  const { code, message } = Object(thrown) as { readonly code?: unknown; readonly message?: unknown };
  return code === 'MODULE_NOT_FOUND' && String(message).includes(`'${name}'`);
};

/** A module that may not be installed; what goes wrong inside it is reported, and costs no more than itself. */
const optionally = (name: string): unknown => {
  try {
    return load(name);
  } catch (thrown) {
    if (!isMissing(thrown, name))
      diag.error(`@gcp-otel/auto-instrumentations: ${name} could not be loaded`, thrown);
    return undefined;
  }
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
 * `gcp-vertexai`. A plugin that is not installed, or turned off, is not loaded.
 *
 * @param config Options by plugin: `{ '@gcp-otel/instrumentation-spanner': { captureAdminOperations: false } }`
 */
export const getGcpInstrumentations = (config: GcpInstrumentationsConfig = {}): Instrumentation[] => {
  for (const name of Object.keys(config))
    if (!(name in PLUGINS)) diag.warn(`@gcp-otel/auto-instrumentations: there is no plugin "${name}"`);
  return (Object.keys(PLUGINS) as PluginName[]).flatMap((name) => {
    const { className, shortName } = PLUGINS[name];
    const options = config[name];
    if (options?.enabled === false || !isWanted(shortName)) return [];
    const exported = Object(optionally(name)) as { readonly [className: string]: Constructor | undefined };
    const Plugin = exported[className];
    return Plugin === undefined ? [] : [new Plugin(options)];
  });
};
