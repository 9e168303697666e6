import { subscribe } from 'node:diagnostics_channel';
import { type ModuleHooks, registerHooks, type RegisterHooksOptions } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fileAt, type LoadedFile } from './loaded-clients';
import { isBefore } from './releases';

/** Where a module of a client gives its exports when it has run. Every copy of this package listens to the same one. */
const CHANNEL = '@gcp-otel/shared:imported';

/** From these releases on, Node runs CommonJS rightly that hooks of ours have looked at (nodejs/node#59929). */
const SOUND_SINCE: { readonly [major: string]: string } = { 22: '22.22.3', 24: '24.11.1', 25: '25.1.0' };

const isSound = ({ node }: NodeJS.ProcessVersions): boolean => {
  const since = SOUND_SINCE[Number.parseInt(node, 10)];
  return since === undefined ? !isBefore(node, '26') : !isBefore(node, since);
};

/** What a module publishes there. */
interface Imported {
  readonly url: string;
  readonly exports: unknown;
}

/** The source of a module that gives its exports when it has run; its own lines keep their numbers. */
const publishing = (url: string, source: string | ArrayBuffer | ArrayBufferView): string => {
  const text = typeof source === 'string' ? source : new TextDecoder().decode(source as Uint8Array);
  // A second instrumentation of the same client hears of it, too.
  if (text.includes(CHANNEL)) return text;
  const quoted = JSON.stringify(url);
  return `${text}
import * as gcpOtelExports from ${quoted}; import { channel as gcpOtelChannel } from 'node:diagnostics_channel';
gcpOtelChannel('${CHANNEL}').publish({ url: ${quoted}, exports: gcpOtelExports });`;
};

/** Whether import-in-the-middle has this module: it hands out another in its place. */
const isHooked = (url: string | undefined): boolean => url?.includes('iitm=true') === true;

/**
 * Sees the ES modules of a client run, whenever they are imported, without loader hooks of the application's. They run
 * when they would have, and are the modules that they are; each only has two lines more, at its end. All else passes
 * one question when it is resolved, and none when it is loaded.
 *
 * @param files paths in the package of the modules to see
 * @param known of these, the ones that are seen already
 * @param take must not throw, and `fail` neither: it is given what goes wrong while the application imports something
 *
 * Does nothing where there are no synchronous hooks to be had: in Jest, whose own loader runs no ES modules of clients
 * unless it is told to, and says so by throwing; on Node 23.0 to 23.4, of which the doctor tells.
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

  /** A file of the client is about to be loaded, if it is not in memory. */
  const expect = (url: string, isImport: boolean): void => {
    const path = fileURLToPath(url);
    const found = seen.has(path) ? undefined : fileAt(path, packageName);
    if (found === undefined || !files.includes(found.file)) return;
    seen.add(path);
    if (!isSound(process.versions)) {
      if (isImport) throw new Error(`Node.js ${process.versions.node}`);
      return;
    }
    awaited.set(url, found);
    loads ??= registerHooks({
      load(loading, context, next) {
        const loaded = next(loading, context);
        if (!awaited.has(loading)) return loaded;
        if (loaded.format === 'module' && loaded.source)
          return { ...loaded, source: publishing(loading, loaded.source) };
        // CommonJS: the hooks of `require` see it.
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
        if (url.includes(folder) && !isHooked(url) && !isHooked(context.parentURL))
          expect(url, resolved.format === 'module');
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
