/** Finds what sets up OpenTelemetry: the flag, a file or package that is loaded before the application, or its own code. */
import { resolve } from 'node:path';
import type { Preload } from './command';
import { fileAt, followImports, type Imports, isPath, type LoadedFile, pathOf } from './imports';
import type { Copies } from './packages';

/** This package. */
export const OWN = '@gcp-otel/auto-instrumentations';
export const REGISTER = '@gcp-otel/auto-instrumentations/register';

/** Packages of OpenTelemetry that are only loaded to set it up. */
const SET_UP =
  /^@opentelemetry\/(?:sdk-node|sdk-trace|sdk-trace-base|sdk-trace-node|instrumentation|auto-instrumentations-node)(?:\/|$)/;

/** The exports of `@sentry/node` and of ours that belong to a set-up; both have others. */
const isSetUp = (module: string, code: string): boolean =>
  SET_UP.test(module) ||
  module === REGISTER ||
  (module === OWN && code.includes('getGcpInstrumentations')) ||
  (module.startsWith('@sentry/') && code.includes('openTelemetryInstrumentations'));

/** Where what was loaded is started. */
const STARTS = /\.(?:start|register|enable)\s*\(|\bregisterInstrumentations\s*\(/;

const dependenciesOf = (module: string, copies: Copies): string[] => {
  const name = /^(?:@[^/]+\/)?[^/]+/.exec(module)?.[0] ?? module;
  return Object.keys(copies(name)[0]?.manifest.dependencies ?? {});
};

/** Whether a package brings a set-up: it depends on an SDK, as one does that the applications of a company share. */
const isOfPackage = (module: string, copies: Copies): boolean =>
  dependenciesOf(module, copies).some((name) => SET_UP.test(name) || name === OWN);

const isOurs = (module: string): boolean => module.startsWith('@gcp-otel/');

export interface SetUp {
  /** The files that Node.js loads before the application, and those of the application. */
  readonly imports: Imports;
  /** Whether it is the flag of this package. */
  readonly isByFlag: boolean;
  /** What sets it up before the application runs. */
  readonly preload: Preload | undefined;
  /** The file of the application that sets it up. */
  readonly file: LoadedFile | undefined;
  /** Whether plugins are loaded, by what is loaded before the application or by its files. */
  readonly usesPlugins: boolean;
  /** Files that are to be loaded before the application, and are not there. */
  readonly missing: readonly Preload[];
  /** Whether loader hooks for ES modules are registered, which run in their own thread. */
  readonly hasLoaderHooks: boolean;
}

const HOOKS = /(?:import-in-the-middle|@opentelemetry\/instrumentation)\/hook\.mjs/;

/** What is in a comment does not count. */
const registersHooks = ({ text, code }: LoadedFile): boolean => {
  const at = HOOKS.exec(text)?.index;
  return at !== undefined && /['"`]/.test(code.charAt(at - 1));
};

interface Started {
  readonly root: string;
  readonly preloads: readonly Preload[];
  /** The path of the main module. */
  readonly entry: string | undefined;
  readonly copies: Copies;
}

export const examineSetUp = ({ root, preloads, entry, copies }: Started): SetUp => {
  const pathOfPreload = ({ module }: Preload): string | undefined =>
    isPath(module) ? fileAt(pathOf(module, root)) : undefined;
  const early = preloads.map(pathOfPreload).filter((path) => path !== undefined);
  /** The path of the file that was loaded first, through which this one is. */
  const firstOf = ({ path, through }: LoadedFile): string => resolve(root, through[0] ?? path);

  const findSetUp = (file: LoadedFile): number | undefined => {
    const isEarly = early.includes(firstOf(file));
    const found = file.loads.filter(
      ({ module }) =>
        isSetUp(module, file.code) || (isEarly && !isPath(module) && isOfPackage(module, copies)),
    );
    if (found.length === 0) return undefined;
    const from = Math.min(...found.map(({ at }) => at));
    const started = file.code.slice(from).search(STARTS);
    return started < 0 ? from : from + started;
  };
  const imports = followImports(
    root,
    [...early, ...(entry === undefined ? [] : [resolve(root, entry)])],
    findSetUp,
  );
  const setUp = imports.order.find(({ module }) => module === undefined)?.file;
  const isEarly = setUp !== undefined && early.includes(firstOf(setUp));

  const setsUp = (preload: Preload): boolean => {
    const { flag, module } = preload;
    if (isPath(module)) return isEarly && pathOfPreload(preload) === firstOf(setUp);
    return flag !== '--loader' && (isSetUp(module, '') || isOfPackage(module, copies));
  };
  const modules = [preloads, ...imports.files.map(({ loads }) => loads)].flatMap((all) =>
    all.map(({ module }) => module),
  );
  return {
    imports,
    usesPlugins: modules.some(
      (module) => isOurs(module) || dependenciesOf(module, copies).some((name) => isOurs(name)),
    ),
    isByFlag: preloads.some(({ module }) => module === REGISTER),
    preload: preloads.find(setsUp),
    file: isEarly ? undefined : setUp,
    missing: preloads.filter((preload) => isPath(preload.module) && pathOfPreload(preload) === undefined),
    hasLoaderHooks: preloads.some(({ module }) => HOOKS.test(module)) || imports.files.some(registersHooks),
  };
};
