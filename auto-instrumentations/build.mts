/**
 * Bundles the package. The SDK and the stock instrumentations are in the bundle: loading them one by one takes ten times as
 * long, and each cold start of an application waits for it. What has to be one for the whole process stays outside: the
 * API, the base class that patches modules, and what is loaded only where it is needed.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

const manifestIn = (directory: string): Manifest =>
  JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as Manifest;

/** The directory of the package that a file belongs to. */
const packageOf = (path: string): string => {
  const directory = dirname(path);
  return existsSync(join(directory, 'package.json')) && 'name' in manifestIn(directory)
    ? directory
    : packageOf(directory);
};

/** The SDK imports the exporters over gRPC, which would load `@grpc/grpc-js` in each application. */
const grpcWhenUsed: Plugin = {
  name: 'grpc-when-used',
  setup({ onResolve }) {
    onResolve({ filter: /^@opentelemetry\/exporter-\w+-otlp-grpc$/ }, ({ importer }) =>
      importer.endsWith('src/grpc-exporters.ts')
        ? undefined
        : { path: join(here, 'src/grpc-exporters-when-used.ts') },
    );
  },
};

/** npm may install the same version several times, below each package that needs it. One of them is enough. */
const once: Plugin = {
  name: 'once',
  setup({ onResolve, resolve }) {
    const found = new Map<string, string>();
    onResolve({ filter: /^[^./#]/ }, async ({ path, importer, resolveDir, kind, pluginData }) => {
      if (pluginData === once) return undefined;
      const resolved = await resolve(path, { importer, resolveDir, kind, pluginData: once });
      if (resolved.external || !resolved.path.includes('node_modules')) return resolved;
      const key = `${path} ${manifestIn(packageOf(resolved.path)).version}`;
      if (!found.has(key)) found.set(key, resolved.path);
      return { ...resolved, path: found.get(key)! };
    });
  },
};

const here = import.meta.dirname;
const { dependencies, optionalDependencies, peerDependencies } = manifestIn(here);

const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: [
    'src/index.ts',
    'src/register.ts',
    'src/start.ts',
    'src/cli.ts',
    'src/gcp-detector.ts',
    'src/grpc-exporters.ts',
    'src/waiting-process.ts',
  ],
  outdir: 'dist',
  bundle: true,
  external: [
    ...Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }),
    './gcp-detector',
    './grpc-exporters',
    './start',
  ],
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  // Only what is used of an ES module gets into the bundle.
  conditions: ['import', 'module'],
  mainFields: ['module', 'main'],
  define: { 'import.meta.url': 'bundleUrl' },
  banner: { js: 'const bundleUrl = require("node:url").pathToFileURL(__filename).href;' },
  minifyWhitespace: true,
  minifySyntax: true,
  sourcemap: true,
  sourcesContent: false,
  metafile: true,
  plugins: [grpcWhenUsed, once],
  logLevel: 'warning',
});

const bundled = new Map(
  Object.values(metafile.outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([path, { bytesInOutput }]) => bytesInOutput > 0 && path.includes('node_modules/'))
    .map(([path]) => packageOf(join(here, path)))
    .map((directory) => [directory, manifestIn(directory)] as const),
);

/** The text of a license, from its own file or from the end of the README. */
const licenseIn = (directory: string): string => {
  const files = readdirSync(directory);
  const own = files.find((name) => /^licen[cs]e/i.test(name));
  if (own !== undefined) return readFileSync(join(directory, own), 'utf8').trim();
  const readme = files.find((name) => /^readme/i.test(name)) ?? 'README.md';
  const [, section] =
    /^(?:#+ *license\b.*|license\n-+)\n([^]+)/im.exec(readFileSync(join(directory, readme), 'utf8')) ?? [];
  if (section === undefined) throw new Error(`${directory} has no license`);
  return section.trim();
};

const named = [...bundled].map(
  ([directory, { name, version, license }]) =>
    [`${name} ${version} (${license})`, licenseIn(directory)] as const,
);
const twice = named
  .map(([title]) => title.split(' ')[0])
  .filter((name, index, names) => names.indexOf(name) !== index);
if (twice.length > 0) throw new Error(`bundled in two versions: ${twice.join(', ')}`);
const byLicense = Map.groupBy(named, ([, license]) => license);
const sections = [...byLicense].map(([license, packages]) =>
  [...new Set(packages.map(([title]) => title))]
    .toSorted((a, b) => a.localeCompare(b))
    .concat('', license)
    .join('\n'),
);
writeFileSync(
  join(here, 'dist/third-party-licenses.txt'),
  `These packages are part of the files in this directory.\n\n${sections.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`,
);
