/** Sees ES modules of a client when they run, with Node's synchronous module hooks. */
import { subscribe } from 'node:diagnostics_channel';
import { type ModuleHooks, registerHooks, type RegisterHooksOptions } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fileAt, type LoadedFile } from './loaded-clients';
import { isBefore } from './releases';

/** The diagnostics channel on which a client's module publishes its exports. All copies of this package share it. */
const CHANNEL = '@gcp-otel/shared:imported';

/** Before these releases, Node ran CommonJS modules wrongly if a `load` hook had seen them (nodejs/node#59929). */
const FIXED_SINCE: { readonly [major: string]: string } = { 22: '22.22.3', 24: '24.11.1', 25: '25.1.0' };

const isFixed = ({ node }: NodeJS.ProcessVersions): boolean => {
  const since = FIXED_SINCE[Number.parseInt(node, 10)];
  return since === undefined ? !isBefore(node, '26') : !isBefore(node, since);
};

interface Imported {
  readonly url: string;
  readonly exports: unknown;
}

/** Appends code that publishes a module's exports. Line numbers do not change. */
const withPublish = (url: string, source: string | ArrayBuffer | ArrayBufferView): string => {
  const text = typeof source === 'string' ? source : new TextDecoder().decode(source as Uint8Array);
  // Another instrumentation of the same client has added it, and this one receives the message too.
  if (text.includes(CHANNEL)) return text;
  const quoted = JSON.stringify(url);
  return `${text}
import * as gcpOtelExports from ${quoted}; import { channel as gcpOtelChannel } from 'node:diagnostics_channel';
gcpOtelChannel('${CHANNEL}').publish({ url: ${quoted}, exports: gcpOtelExports });`;
};

/** Whether import-in-the-middle handles this module: it replaces it with a wrapper module. */
const isHooked = (url: string | undefined): boolean => url?.includes('iitm=true') === true;

/**
 * Reports the ES modules of a client when they run, whenever they are imported, without loader hooks in the application.
 * The modules run at their usual time and keep their identity; two lines are appended to each. Other modules cost one
 * check when they are resolved, and nothing when they are loaded.
 *
 * Does nothing without synchronous hooks: in Jest, whose own loader runs no ES modules of clients unless it is
 * configured to, and where registering throws; and on Node 23.0 to 23.4, which the doctor reports.
 *
 * @param files paths, inside the package, of the modules to watch
 * @param known those of them that have been seen already
 * @param take called with each module that has run; must not throw
 * @param fail called with an error that occurs while the application imports a module; must not throw
 */
export const watchImports = (
  packageName: string,
  files: readonly string[],
  known: readonly LoadedFile[],
  take: (file: LoadedFile) => void,
  fail: (thrown: unknown) => void,
): void => {
  const seen = new Set(known.map(({ root, file }) => join(root, file)));
  const folder = `/node_modules/${packageName}/`;
  const awaited = new Map<string, LoadedFile>();
  let loads: ModuleHooks | undefined;

  const stopAwaiting = (url: string): void => {
    awaited.delete(url);
    if (awaited.size > 0) return;
    loads?.deregister();
    loads = undefined;
  };
  const published = (message: unknown): void => {
    const { url, exports } = message as Imported;
    const file = awaited.get(url);
    if (file === undefined) return;
    stopAwaiting(url);
    take({ ...file, exports });
  };

  /** Prepares for a file of the client that is about to be loaded. `isImport`: as an ES module that nothing else handles. */
  const expect = (url: string, isImport: boolean): void => {
    const path = fileURLToPath(url);
    const found = seen.has(path) ? undefined : fileAt(path, packageName);
    if (found === undefined || !files.includes(found.file)) return;
    seen.add(path);
    if (!isFixed(process.versions)) {
      if (isImport) throw new Error(`Node.js ${process.versions.node}`);
      return;
    }
    awaited.set(url, found);
    loads ??= registerHooks({
      load(loading, context, next) {
        const loaded = next(loading, context);
        if (!awaited.has(loading)) return loaded;
        if (loaded.format === 'module' && loaded.source)
          return { ...loaded, source: withPublish(loading, loaded.source) };
        // The `require` hook sees CommonJS.
        stopAwaiting(loading);
        return loaded;
      },
    });
  };

  const resolving: RegisterHooksOptions = {
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      const { url } = resolved;
      try {
        // The file behind a wrapper is seen, too: the wrapper may be that of a tracer which has hooks of its own.
        if (url.includes(folder) && !isHooked(url))
          expect(url, resolved.format === 'module' && !isHooked(context.parentURL));
      } catch (thrown) {
        fail(thrown);
      }
      return resolved;
    },
  };
  try {
    registerHooks(resolving);
  } catch {
    return;
  }
  subscribe(CHANNEL, published);
};
