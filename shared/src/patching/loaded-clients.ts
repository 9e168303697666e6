/** Finds files of a client that were loaded or linked before the module hooks could see them. */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, parse, relative, sep } from 'node:path';
import { types } from 'node:util';

/** A file of a client that Node has in memory. */
export interface LoadedFile {
  /** The directory of its copy of the package. */
  readonly root: string;
  /** Path inside the package, with slashes. `''` for the main module. */
  readonly file: string;
  readonly exports: unknown;
  readonly version: string | undefined;
}

/** The fields of a package.json that are read. */
interface Manifest {
  readonly version?: string;
  readonly exports?: unknown;
  readonly dependencies?: { readonly [name: string]: string };
}

interface Conditions {
  readonly node?: Conditions;
  readonly import?: string | { readonly default?: string };
}

/** Node's own `require`. In a bundle, `require` may be the bundler's; in an ES module it does not exist. */
const nodeRequire = createRequire(process.execPath);

const slashes = (path: string): string => path.split(sep).join('/');

const manifestOf = (root: string): Manifest =>
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;

const versions = new Map<string, string | undefined>();

const versionOf = (root: string): string | undefined => {
  if (!versions.has(root)) versions.set(root, manifestOf(root).version);
  return versions.get(root);
};

/** The part that the paths of a package's files share. */
const folderOf = (packageName: string): string =>
  `${sep}node_modules${sep}${packageName.replace('/', sep)}${sep}`;

/** Whether Node has loaded any CommonJS file of the package. Cheap: it runs at every start, and is mostly false. */
const isInMemory = (packageName: string): boolean =>
  Object.keys(nodeRequire.cache).join('\n').includes(folderOf(packageName));

/** The root directory of this package's copy that contains the file, if any does. */
const rootIn = (file: string, packageName: string): string | undefined => {
  const folder = folderOf(packageName);
  const at = file.lastIndexOf(folder);
  const isNested = at !== file.lastIndexOf(`${sep}node_modules${sep}`);
  return at < 0 || isNested ? undefined : file.slice(0, at + folder.length - 1);
};

/** Identifies the file of a package at this path, without its exports. */
export const fileAt = (path: string, packageName: string): LoadedFile | undefined => {
  const root = rootIn(path, packageName);
  if (root === undefined) return undefined;
  return { root, file: slashes(relative(root, path)), exports: undefined, version: versionOf(root) };
};

/**
 * The CommonJS files of a client that have run. If an ES module imports CommonJS, Node's cache also has files that are
 * only linked. They run later, and the hooks see them then.
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
 * Whether Node has linked the ES modules of this copy. Node offers no way to ask. But if it has, the CommonJS packages
 * that they import are in its cache without a `parent` that required them.
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

/** Older releases of Node 22 return modules that are linked but have not run. Reading such exports throws. */
export const isNotRun = (exports: unknown): boolean => {
  if (!types.isModuleNamespaceObject(exports)) return false;
  try {
    return Object.values(exports as object).length === 0;
  } catch {
    return true;
  }
};

/** The application's own copy of a client, if `import` resolves to ES modules. */
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
 * The ES modules of a client that are linked but have not run, because one file imports both `./tracing.mjs` and the
 * client. Node would run them next; this runs them now. Throws if this Node cannot.
 */
export const linkedFiles = (
  { root, manifest, entry }: ModuleCopy,
  files: readonly string[],
): LoadedFile[] => {
  if (!isLinked(root, manifest)) return [];
  const load = (file: string): LoadedFile => {
    const exports: unknown = nodeRequire(join(root, file));
    if (isNotRun(exports)) throw new Error(`${file} does not run`);
    // A loader that compiles on `require` (tsx) returns another copy than the imported one.
    if (!types.isModuleNamespaceObject(exports)) throw new Error(`${file} is another module`);
    return { root, file, exports, version: manifest.version };
  };
  const { dir, ext } = parse(entry);
  load(entry);
  return files
    .filter((file) => file.startsWith(dir) && file.endsWith(ext) && existsSync(join(root, file)))
    .map(load);
};
