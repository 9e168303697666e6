/** The doctor's check of client libraries and their plugins. */
import { type PluginName, PLUGIN_NAMES, PLUGINS } from '../plugins';
import type { Application, Copy } from './application';
import { error, fine, type Finding, warning } from './finding';
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

/** Checks for every copy of each client whether a plugin is installed that supports its release. */
export const checkClients = (application: Application): Finding[] => {
  const findings = [...PLUGIN_OF].flatMap(([client, name]): Finding[] => {
    const copies = application.copies(client);
    const [plugin] = application.copies(name);
    if (copies.length === 0) return [];
    if (plugin === undefined)
      return [error(CHECK, `${client} is not traced: its plugin is not installed`, `npm install ${name}`)];
    return copies.map((copy) => supportOf(copy, plugin));
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
