import type { PluginName } from '../names';
import type { Application, Copy } from './application';
import { error, fine, type Finding, warning } from './finding';
import { isWithin } from './versions';

/** The plugin for each client library. */
const PLUGIN_OF: { readonly [client: string]: PluginName } = {
  '@google-cloud/firestore': '@gcp-otel/instrumentation-firestore',
  '@google-cloud/storage': '@gcp-otel/instrumentation-storage',
  '@google-cloud/spanner': '@gcp-otel/instrumentation-spanner',
  '@google-cloud/vertexai': '@gcp-otel/instrumentation-vertexai',
  '@google/genai': '@gcp-otel/instrumentation-vertexai',
};

export const CLIENTS: readonly string[] = Object.keys(PLUGIN_OF);

const CHECK = 'clients';

const supportOf = ({ name, version, path }: Copy, plugin: Copy): Finding => {
  const range = plugin.manifest.peerDependencies?.[name] ?? '';
  const copy = `${name} ${version} (${path})`;
  return isWithin(version, range)
    ? fine(CHECK, `${copy} is traced by ${plugin.name} ${plugin.version}`)
    : error(CHECK, `${copy} is not traced: ${plugin.name} supports ${range}`, `npm install ${name}@latest`);
};

/** Every copy of each client, and whether there is a plugin for it that knows its release. */
export const checkClients = (application: Application): Finding[] => {
  const findings = Object.entries(PLUGIN_OF).flatMap(([client, name]): Finding[] => {
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
