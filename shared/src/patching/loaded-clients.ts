import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, parse, relative, sep } from 'node:path';
import { types } from 'node:util';

/** A file of a client that Node has in memory. */
export interface LoadedFile {
  /** The directory of the copy of the package that it belongs to. */
  readonly root: string;
  /** Path inside the package, with slashes; of the package's main module, `''`. */
  readonly file: string;
  readonly exports: unknown;
  readonly version: string | undefined;
}

/** What is read of a package.json. */
interface Manifest {
  readonly version?: string;
  readonly exports?: unknown;
  readonly dependencies?: { readonly [name: string]: string };
}

interface Conditions {
  readonly node?: Conditions;
  readonly import?: string | { readonly default?: string };
}

/** Node's own: the `require` of a module is a bundler's in a bundle, and missing in an ES module. */
const nodeRequire = createRequire(process.execPath);

const slashes = (path: string): string => path.split(sep).join('/');

const manifestOf = (root: string): Manifest =>
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;

const versions = new Map<string, string | undefined>();

const versionOf = (root: string): string | undefined => {
  if (!versions.has(root)) versions.set(root, manifestOf(root).version);
  return versions.get(root);
};

/** What the paths of a package's files have in common. */
const folderOf = (packageName: string): string =>
  `${sep}node_modules${sep}${packageName.replace('/', sep)}${sep}`;

/** Whether Node has in memory any CommonJS file of any copy of a package: asked at every start, and mostly no. */
const isInMemory = (packageName: string): boolean =>
  Object.keys(nodeRequire.cache).join('\n').includes(folderOf(packageName));

/** The directory of the package that a file belongs to, if it belongs to this one. */
const rootIn = (file: string, packageName: string): string | undefined => {
  const folder = folderOf(packageName);
  const at = file.lastIndexOf(folder);
  const isNested = at !== file.lastIndexOf(`${sep}node_modules${sep}`);
  return at < 0 || isNested ? undefined : file.slice(0, at + folder.length - 1);
};

/** Which file of a package, and of which copy of it, is at this path; its exports are not looked at. */
export const fileAt = (path: string, packageName: string): LoadedFile | undefined => {
  const root = rootIn(path, packageName);
  if (root === undefined) return undefined;
  return { root, file: slashes(relative(root, path)), exports: undefined, version: versionOf(root) };
};

/**
 * The CommonJS files of a client that have run. Node also caches, for an ES module that imports CommonJS, what it has
 * only linked: that is loaded later, in sight of the hooks.
 */
export const loadedFiles = (packageName: string): LoadedFile[] => {
  if (!isInMemory(packageName)) return [];
  return Object.entries(nodeRequire.cache).flatMap(([path, module]) => {
    if (rootIn(path, packageName) === undefined) return [];
    if (module?.loaded !== true || types.isModuleNamespaceObject(module.exports)) return [];
    const found = fileAt(path, packageName)!;
    const file = path === nodeRequire.resolve(found.root) ? '' : found.file;
    return [{ ...found, file, exports: module.exports as unknown }];
  });
};

/** The CommonJS files that have run of the copy of a client that these are the exports of. */
export const filesBeside = (packageName: string, exports: unknown): LoadedFile[] => {
  const files = loadedFiles(packageName);
  const given = [exports, (exports as { readonly default?: unknown } | null | undefined)?.default];
  const root = files.find((loaded) => loaded.file === '' && given.includes(loaded.exports))?.root;
  return files.filter((loaded) => loaded.root === root);
};

/** The module of a package that `import` gives where `require` gives another, or none. */
const importEntry = ({ exports }: Manifest): string | undefined => {
  const main = (exports as { readonly '.'?: Conditions } | undefined)?.['.'];
  const imported = (main?.node ?? main)?.import;
  const entry = typeof imported === 'object' ? imported.default : imported;
  return entry === undefined ? undefined : slashes(join(entry));
};

/** The application's own copy of a package. */
const rootFrom = (packageName: string, application: string): string | undefined =>
  createRequire(application)
    .resolve.paths(packageName)
    ?.map((directory) => join(directory, packageName))
    .find((root) => existsSync(join(root, 'package.json')));

/**
 * Whether Node has linked the ES modules of this copy. It does not tell; but what they import from CommonJS is in its
 * cache then, and no CommonJS module has required it.
 */
const isLinked = (root: string, { dependencies = {} }: Manifest): boolean =>
  Object.keys(dependencies)
    .filter(isInMemory)
    .some((name) => {
      try {
        const module = nodeRequire.cache[createRequire(join(root, 'package.json')).resolve(name)];
        return module !== undefined && !module.parent;
      } catch {
        return false;
      }
    });

/** Older releases of Node 22 give what they have linked without running it: reading such exports throws. */
export const isNotRun = (exports: unknown): boolean => {
  if (!types.isModuleNamespaceObject(exports)) return false;
  try {
    return Object.values(exports as object).length === 0;
  } catch {
    return true;
  }
};

/** The application's own copy of a client, if `import` gives ES modules of it. */
interface ModuleCopy {
  readonly root: string;
  readonly manifest: Manifest;
  readonly entry: string;
}

export const moduleCopy = (packageName: string): ModuleCopy | undefined => {
  const application = process.argv[1];
  const found = application === undefined ? undefined : rootFrom(packageName, application);
  if (found === undefined) return undefined;
  const root = realpathSync(found);
  const manifest = manifestOf(root);
  const entry = importEntry(manifest);
  return entry === undefined ? undefined : { root, manifest, entry };
};

/**
 * The ES modules of a client that an ES module has imported, as `import './tracing.mjs'` and the client stand in one
 * file. Node has linked them, and would run them next: they run now, to be seen. Throws where this Node cannot.
 */
export const linkedFiles = (
  { root, manifest, entry }: ModuleCopy,
  files: readonly string[],
): LoadedFile[] => {
  if (!isLinked(root, manifest)) return [];
  const load = (file: string): LoadedFile => {
    const exports: unknown = nodeRequire(join(root, file));
    if (isNotRun(exports)) throw new Error(`${file} does not run`);
    // A loader that compiles what is required (tsx) makes another copy of it than the one that is imported.
    if (!types.isModuleNamespaceObject(exports)) throw new Error(`${file} is another module`);
    return { root, file, exports, version: manifest.version };
  };
  const { dir, ext } = parse(entry);
  load(entry);
  return files
    .filter((file) => file.startsWith(dir) && file.endsWith(ext) && existsSync(join(root, file)))
    .map(load);
};
