/** The doctor's check of client libraries and their plugins. */
import { type PluginName, PLUGIN_NAMES, PLUGINS } from '../plugins';
import type { Application } from './application';
import { error, fine, type Finding, warning } from './finding';
import type { Copy } from './packages';
import { isWithin } from './versions';

/** The plugin for each client library. */
const PLUGIN_OF: ReadonlyMap<string, PluginName> = new Map(
  PLUGIN_NAMES.flatMap((plugin) => PLUGINS[plugin].clients.map((client) => [client, plugin] as const)),
);

export const CLIENTS: readonly string[] = [...PLUGIN_OF.keys()];

const CHECK = 'clients';

const supportOf = ({ name, version, path }: Copy, plugin: Copy): Finding => {
  const range = plugin.manifest.peerDependencies?.[name] ?? '';
  const copy = `${name} ${version} (${path})`;
  return isWithin(version, range)
    ? fine(CHECK, `${copy} is traced by ${plugin.name} ${plugin.version}`)
    : error(CHECK, `${copy} is not traced: ${plugin.name} supports ${range}`, `npm install ${name}@latest`);
};

const listIn = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

const ENABLED = 'OTEL_NODE_ENABLED_INSTRUMENTATIONS';
const DISABLED = 'OTEL_NODE_DISABLED_INSTRUMENTATIONS';

/** Whether the variables that choose instrumentations leave a plugin out. */
const unselected = ({ env }: Application, client: string, plugin: PluginName): Finding[] => {
  const { shortName } = PLUGINS[plugin];
  const enabled = listIn(env[ENABLED]);
  const disabled = listIn(env[DISABLED]);
  if (disabled.includes(shortName)) {
    const others = disabled.filter((name) => name !== shortName).join(',');
    return [
      error(
        CHECK,
        `${DISABLED} turns off ${shortName}: no call of ${client} is traced`,
        others === '' ? `unset ${DISABLED}` : `${DISABLED}=${others}`,
      ),
    ];
  }
  if (enabled.length === 0 || enabled.includes(shortName)) return [];
  return [
    error(
      CHECK,
      `${ENABLED} leaves out ${shortName}: no call of ${client} is traced`,
      `${ENABLED}=${[...enabled, shortName].join(',')}`,
    ),
  ];
};

/** Checks for every copy of each client whether a plugin is installed that supports its release. */
export const checkClients = (application: Application): Finding[] => {
  const findings = [...PLUGIN_OF].flatMap(([client, name]): Finding[] => {
    const copies = application.copies(client);
    const [plugin] = application.copies(name);
    if (copies.length === 0) return [];
    if (plugin === undefined)
      return [error(CHECK, `${client} is not traced: its plugin is not installed`, `npm install ${name}`)];
    const left = unselected(application, client, name);
    const supported = copies.map((copy) => supportOf(copy, plugin));
    return left.length === 0 ? supported : [...left, ...supported.filter(({ level }) => level === 'error')];
  });
  if (findings.length > 0) return findings;
  return [
    warning(
      CHECK,
      'no Google Cloud client library is installed here',
      'run this in the directory of the application',
    ),
  ];
};
