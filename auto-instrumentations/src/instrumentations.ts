/** Creates the instrumentations of all installed plugins. */
import { diag } from '@opentelemetry/api';
import type { Instrumentation, InstrumentationConfig } from '@opentelemetry/instrumentation';
import { bundledByNext } from './next-bundles';
import { type GcpInstrumentationsConfig, type PluginName, PLUGIN_NAMES, PLUGINS } from './plugins';
import { say } from './say';
import { listIn } from './variables';

type Constructor = new (config?: InstrumentationConfig) => Instrumentation;

const isMissing = (thrown: unknown, name: string): boolean => {
  const { code, message } = Object(thrown) as { readonly code?: unknown; readonly message?: unknown };
  return code === 'MODULE_NOT_FOUND' && String(message).includes(`'${name}'`);
};

/** A missing plugin is fine. Other errors are reported, and only that plugin is left out. */
const failed = (name: PluginName, thrown: unknown): undefined => {
  if (!isMissing(thrown, name))
    diag.error(`@gcp-otel/auto-instrumentations: ${name} could not be loaded`, thrown);
};

/** Whether `OTEL_NODE_ENABLED_INSTRUMENTATIONS` and `OTEL_NODE_DISABLED_INSTRUMENTATIONS` enable an instrumentation. */
export const isWanted = (shortName: string): boolean => {
  const enabled = listIn('OTEL_NODE_ENABLED_INSTRUMENTATIONS');
  const disabled = listIn('OTEL_NODE_DISABLED_INSTRUMENTATIONS');
  return (enabled.length === 0 || enabled.includes(shortName)) && !disabled.includes(shortName);
};

/**
 * Instrumentations for the Google Cloud client libraries, for the `instrumentations` of a NodeSDK: one for each plugin
 * that is installed and enabled. A plugin is disabled by `enabled: false`, or by its short name (`gcp-firestore`) in
 * `OTEL_NODE_ENABLED_INSTRUMENTATIONS` and `OTEL_NODE_DISABLED_INSTRUMENTATIONS`. Disabled plugins are not loaded. If
 * none of the enabled plugins is installed, a line on stderr says so.
 *
 * @param config options by plugin: `{ '@gcp-otel/instrumentation-spanner': { captureAdminOperations: false } }`
 */
export const getGcpInstrumentations = (config: GcpInstrumentationsConfig = {}): Instrumentation[] => {
  for (const name of Object.keys(config))
    if (!(name in PLUGINS)) diag.warn(`@gcp-otel/auto-instrumentations: there is no plugin "${name}"`);
  const wanted = PLUGIN_NAMES.filter(
    (name) => config[name]?.enabled !== false && isWanted(PLUGINS[name].shortName),
  );
  const plugins = wanted.flatMap((name) => {
    const exported = Object(PLUGINS[name].load((thrown) => failed(name, thrown))) as {
      readonly [className: string]: Constructor | undefined;
    };
    const Plugin = exported[PLUGINS[name].className];
    return Plugin === undefined ? [] : [new Plugin(config[name])];
  });
  if (wanted.length > 0 && plugins.length === 0)
    say(
      `no plugin is installed, so no call of a Google Cloud client is traced: npm install ${wanted.join(' ')}`,
    );
  const bundled = bundledByNext(wanted.flatMap((name) => PLUGINS[name].clients));
  if (bundled.length > 0)
    say(
      `Next.js has bundled ${bundled.join(', ')}, whose calls are not traced then; name ${bundled.length > 1 ? 'them' : 'it'} in serverExternalPackages in next.config`,
    );
  return plugins;
};
