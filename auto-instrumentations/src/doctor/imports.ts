/** Follows the imports of an application from file to file, in the order in which Node.js runs them. */
import { statSync } from 'node:fs';
import { dirname, extname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { textOf } from './launch';
import { readSource, type Source } from './source';

export interface LoadedFile extends Source {
  /** Relative to the application's root. */
  readonly path: string;
  readonly text: string;
  /** The files through which it is loaded, the first one first. */
  readonly through: readonly string[];
}

/** What happens while an application loads: a file loads a package, or has set up OpenTelemetry. */
export interface Step {
  readonly file: LoadedFile;
  /** Nothing, for a set-up. */
  readonly module: string | undefined;
}

export interface Imports {
  readonly files: readonly LoadedFile[];
  readonly order: readonly Step[];
}

/** Where in a file OpenTelemetry is set up, if it is. */
export type FindSetUp = (file: LoadedFile) => number | undefined;

/** No more files than this are read, and none that is larger: a bundle is not followed. */
const MOST_FILES = 1000;
const LARGEST = 1_000_000;

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

/** TypeScript imports `./db.js` and means `./db.ts`. */
const SOURCES_OF: { readonly [extension: string]: readonly string[] } = {
  '.js': ['.ts', '.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};
const EXTENSIONS = ['', '.js', '.cjs', '.mjs', '.ts', '.cts', '.mts', '.tsx', '.jsx'];

const mainOf = (directory: string): string | undefined => {
  try {
    const { main } = JSON.parse(textOf(join(directory, 'package.json')) ?? '{}') as {
      readonly main?: unknown;
    };
    return typeof main === 'string' ? main : undefined;
  } catch {
    return undefined;
  }
};

/** The file that a path stands for: with another extension, or the main file of a directory. */
export const fileAt = (path: string): string | undefined => {
  const extension = extname(path);
  const main = mainOf(path);
  return [
    ...EXTENSIONS.map((added) => path + added),
    ...(SOURCES_OF[extension] ?? []).map((source) => path.slice(0, -extension.length) + source),
    ...(main === undefined ? [] : EXTENSIONS.map((added) => join(path, main) + added)),
    ...EXTENSIONS.map((added) => join(path, `index${added}`)),
  ].find(isFile);
};

/** Whether a module is named by its path, rather than by its package. */
export const isPath = (module: string): boolean => /^(?:\.{1,2}(?:\/|$)|\/|file:)/.test(module);

export const pathOf = (module: string, from: string): string =>
  module.startsWith('file:') ? fileURLToPath(module) : resolve(from, module);

/** An import of a CommonJS file that is compiled runs where it stands, but compilers put it first. */
const inOrder = ({ loads }: Source): Source['loads'] =>
  [true, false].flatMap((first) => loads.filter(({ isStatic }) => isStatic === first));

/** Follows what these files load, one after the other. What is loaded inside a function comes after everything else. */
export const followImports = (root: string, entries: readonly string[], findSetUp: FindSetUp): Imports => {
  const files = new Map<string, LoadedFile>();
  const order: Step[] = [];
  const later: (() => void)[] = [];

  const follow = (module: string, path: string, file: LoadedFile): void => {
    if (!isPath(module)) order.push({ module, file });
    const target = isPath(module) ? fileAt(pathOf(module, dirname(path))) : undefined;
    if (target !== undefined) visit(target, [...file.through, file.path]);
  };
  const visit = (path: string, through: readonly string[]): void => {
    if (files.has(path) || files.size >= MOST_FILES) return;
    const text = textOf(path) ?? '';
    const source = text.length > LARGEST ? { loads: [], code: '' } : readSource(text);
    const file = { ...source, path: relative(root, path), text, through };
    files.set(path, file);
    let setUpAt = findSetUp(file);
    const setUp = (): void => {
      if (setUpAt !== undefined) order.push({ module: undefined, file });
      setUpAt = undefined;
    };
    for (const { module, isStatic, isInFunction, at } of inOrder(file)) {
      if (setUpAt !== undefined && !isStatic && at > setUpAt) setUp();
      if (isInFunction) later.push(() => follow(module, path, file));
      else follow(module, path, file);
    }
    setUp();
  };

  for (const path of entries) visit(path, []);
  while (later.length > 0) later.shift()?.();
  return { files: [...files.values()], order };
};
