import type { Client } from './clients.ts';

export type Syntax = 'require' | 'import';

/** The lines that an application consists of, as its authors would write them. */
const load = (syntax: Syntax, names: string, module: string): string =>
  syntax === 'require'
    ? `const { ${names} } = require('${module}');`
    : `import { ${names} } from '${module}';`;

const loadAll = (syntax: Syntax, name: string, module: string): string =>
  syntax === 'require' ? `const ${name} = require('${module}');` : `import * as ${name} from '${module}';`;

const run = (syntax: Syntax, file: string): string =>
  syntax === 'require' ? `require('${file}');` : `import '${file}';`;

/** Prints each span of ours or the client's own; requests have none, for nothing instruments the transports. */
const startSdk = `
const ignore = async () => {};
const onEnd = ({ name, instrumentationScope }) => process.stdout.write(\`span \${instrumentationScope.name}: \${name}\\n\`);
const spanProcessors = [{ onStart() {}, onEnd, forceFlush: ignore, shutdown: ignore }];
new NodeSDK({ resourceDetectors: [], spanProcessors, instrumentations }).start();
`;

/** The set-up: NodeSDK with the plugin. */
export const setUp = (syntax: Syntax, { plugin }: Client): string =>
  [
    load(syntax, 'NodeSDK', '@opentelemetry/sdk-node'),
    load(syntax, plugin.className, plugin.package),
    `const instrumentations = [new ${plugin.className}()];`,
    startSdk,
  ].join('\n');

/** A second instrumentation of the same client, that does nothing but to see it load. */
export const secondOff = (syntax: Syntax, { plugin }: Client): string =>
  `${load(syntax, plugin.className, plugin.package)}\nnew ${plugin.className}({ enabled: false });`;

/** The application's calls, and its end; no top-level await, which not every bundle can have. */
const work = (calls: string): string =>
  `(async () => {${calls}\nprocess.stdout.write('done\\n');\nprocess.exit();\n})();`;

export const application = (syntax: Syntax, { imports, package: name, calls }: Client): string =>
  [load(syntax, imports, name), work(calls)].join('\n');

/** Set-up and client in one file, in the order in which they are listed. */
export const oneFile = (
  syntax: Syntax,
  client: Client,
  tracing: string,
  order: 'first' | 'last' = 'first',
): string => {
  const lines = [run(syntax, tracing), load(syntax, client.imports, client.package)];
  return [...(order === 'first' ? lines : lines.toReversed()), work(client.calls)].join('\n');
};

/** The client by `import()`, after the set-up. */
export const importedLater = (client: Client, tracing: string): string =>
  [
    run('import', tracing),
    `const { ${client.imports} } = await import('${client.package}');`,
    work(client.calls),
  ].join('\n');

/** The client is given to its plugin, as in a bundle. */
export const given = (syntax: Syntax, client: Client): string =>
  [
    loadAll(syntax, 'library', client.package),
    setUp(syntax, client),
    'instrumentations[0].instrumentModule(library);',
    `const { ${client.imports} } = library;`,
    work(client.calls),
  ].join('\n');
