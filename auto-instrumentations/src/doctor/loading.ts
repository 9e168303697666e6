/** The doctor's check of the order of loading: plugins must be set up before the clients are loaded. */
import { hasSynchronousHooks } from '../names';
import type { Application } from './application';
import { CLIENTS } from './clients';
import { optionsIn, type Preload } from './command';
import { error, fine, type Finding, warning } from './finding';
import type { Step } from './imports';
import { preloadsOfScripts } from './launch';
import { examineSetUp, REGISTER } from './set-up';
import { compareVersions } from './versions';

const CHECK = 'loading';
const NEWER_NODE = 'install Node.js 22.22.3, 24.11.1 or newer';

/** The clients that ship ES modules, and the releases since when. */
const ES_MODULES: { readonly [client: string]: string } = {
  '@google-cloud/storage': '8.0.0',
  '@google/genai': '1.0.0',
};

const isEsModule = ({ manifest, entry }: Application): boolean =>
  /\.m[jt]s$/.test(entry?.path ?? '') || (manifest.type === 'module' && !/\.c[jt]s$/.test(entry?.path ?? ''));

export const run = ({ entry }: Application): string => `node --import ${REGISTER} ${entry?.path ?? 'app.js'}`;

const shown = ({ flag, module }: Preload): string => `${flag} ${module}`;

const clientOf = ({ module }: Step): string | undefined =>
  CLIENTS.find((client) => module === client || module?.startsWith(`${client}/`) === true);

/**
 * Static imports load before any code of the same file runs. The plugins find such a client in Node's cache, but the
 * gRPC instrumentation does not look there.
 */
const checkOrder = (application: Application): Finding[] => {
  const { isByFlag, imports } = application.setUp;
  const setUp = imports.order.findIndex(({ module }) => module === undefined);
  const early = imports.order.findIndex(
    (step) => clientOf(step) !== undefined && !step.file.code.includes('.instrumentModule('),
  );
  const step = imports.order[early];
  if (isByFlag || step === undefined || early > setUp) return [];
  const [first, ...others] = [...step.file.through, step.file.path];
  const client = [clientOf(step), ...others.map((path) => `through ${path}`)].join(' ');
  return [
    warning(
      CHECK,
      `${first} loads ${client} before the set-up runs: its calls are traced, the requests below them may be missing`,
      run(application),
    ),
  ];
};

/** Whether it would be set up, if these were loaded before the application. */
const wouldSetUp = ({ root, copies }: Application, preloads: readonly Preload[]): boolean =>
  examineSetUp({ root, preloads, entry: undefined, copies }).preload !== undefined;

/** A set-up that is there, but not where it has an effect. */
const checkMisplaced = (application: Application): Finding[] => {
  const { launch, entry, manifest } = application;
  const { script = entry?.path ?? 'app.js', rest = [] } = launch.command ?? {};
  const behind = rest.flatMap((_word, index) => optionsIn(rest.slice(index)).preloads.slice(0, 1));
  const misplaced = behind.find((preload) => wouldSetUp(application, [preload]));
  if (misplaced !== undefined)
    return [
      error(
        CHECK,
        `${shown(misplaced)} comes after ${script}: Node.js gives it to the application and does not load it`,
        `node ${shown(misplaced)} ${script}`,
      ),
    ];
  const scripts = preloadsOfScripts(manifest.scripts ?? {});
  const other = scripts.find(([, preloads]) => wouldSetUp(application, preloads));
  if (other === undefined) return [];
  return [
    error(
      CHECK,
      `only the script ${other[0]} sets up OpenTelemetry: ${launch.by} runs ${script} without it`,
      run(application),
    ),
  ];
};

/** What would have to be there before the application runs. */
const checkMissing = (application: Application): Finding[] => {
  const { entry, launch, setUp } = application;
  if (setUp.missing.length > 0)
    return setUp.missing.map((preload) =>
      error(CHECK, `${shown(preload)}: there is no such file`, run(application)),
    );
  const misplaced = checkMisplaced(application);
  if (misplaced.length > 0) return misplaced;
  if (entry === undefined)
    return [warning(CHECK, 'no main module was found, so the order of loading is unknown', run(application))];
  if (launch.preloads.length === 0)
    return [error(CHECK, `nothing sets up OpenTelemetry before ${entry.path} runs`, run(application))];
  return [
    error(
      CHECK,
      `nothing sets up OpenTelemetry before ${entry.path} runs, ${launch.preloads.map(shown).join(' and ')} does not either`,
      run(application),
    ),
  ];
};

const checkSetUp = (application: Application): Finding[] => {
  const { isByFlag, preload, file, usesPlugins, missing } = application.setUp;
  const by = preload === undefined ? file?.path : shown(preload);
  if (by === undefined || missing.length > 0) return checkMissing(application);
  if (isByFlag) return [fine(CHECK, `started with --import ${REGISTER}`)];
  // A client that is loaded before is the first thing to mend.
  if (usesPlugins || checkOrder(application).length > 0) return [fine(CHECK, `${by} sets up OpenTelemetry`)];
  return [
    error(
      CHECK,
      `${by} sets up OpenTelemetry without the plugins: no call of a Google Cloud client is traced`,
      'add getGcpInstrumentations() to its instrumentations',
    ),
  ];
};

const checkEsModules = (application: Application): Finding[] => {
  if (!isEsModule(application)) return [fine(CHECK, 'the application is CommonJS')];
  const clients = Object.entries(ES_MODULES)
    .filter(([name, since]) =>
      application.copies(name).some(({ version }) => compareVersions(version, since) >= 0),
    )
    .map(([name]) => name);
  if (clients.length === 0)
    return [fine(CHECK, 'the application is an ES module, and its clients are CommonJS')];
  const names = clients.join(', ');
  if (hasSynchronousHooks(application.nodeVersion))
    return [fine(CHECK, `${names}: ES modules, traced as they are imported`)];
  return application.setUp.isByFlag || application.setUp.hasLoaderHooks
    ? [
        warning(
          CHECK,
          `${names}: ES modules, traced by loader hooks in a separate thread, which add a quarter of a second to the start`,
          NEWER_NODE,
        ),
      ]
    : [
        error(
          CHECK,
          `${names}: ES modules, which are not traced on Node.js ${application.nodeVersion} without loader hooks`,
          `${NEWER_NODE}, or ${run(application)}`,
        ),
      ];
};

/** Checks whether the plugins are set up before the clients load. */
export const checkLoading = (application: Application): Finding[] => [
  ...checkSetUp(application),
  ...checkOrder(application),
  ...checkEsModules(application),
];
