/** The doctor's check of the order of loading: plugins must be set up before the clients are loaded. */
import { hasSynchronousHooks } from '../names';
import type { Application } from './application';
import { CLIENTS } from './clients';
import { error, fine, type Finding, warning } from './finding';
import { compareVersions } from './versions';

const CHECK = 'loading';
const NEWER_NODE = 'install Node.js 22.22.3, 24.11.1 or newer';
const REGISTER = '@gcp-otel/auto-instrumentations/register';

/** The clients that ship ES modules, and the releases since when. */
const ES_MODULES: { readonly [client: string]: string } = {
  '@google-cloud/storage': '8.0.0',
  '@google/genai': '1.0.0',
};

/** The position of the first `import x from 'name'`, `import 'name'`, `import('name')` or `require('name')`. */
const loadsAt = (source: string, name: string): number => {
  const literal = name.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
  return source.search(
    new RegExp(String.raw`(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*['"]${literal}(?:['"/])`),
  );
};

const SET_UP = [
  '@opentelemetry/sdk-node',
  '@opentelemetry/instrumentation',
  '@gcp-otel/auto-instrumentations',
];

const isEsModule = ({ manifest, entry }: Application): boolean =>
  entry?.path.endsWith('.mjs') === true ||
  (manifest.type === 'module' && entry?.path.endsWith('.cjs') !== true);

const isRegistered = ({ env, manifest }: Application): boolean =>
  [env['NODE_OPTIONS'], ...Object.values(manifest.scripts ?? {})].some((text) => text?.includes(REGISTER));

const run = ({ entry }: Application): string => `node --import ${REGISTER} ${entry?.path ?? 'app.js'}`;

/**
 * Static imports load before any code of the same file runs. The plugins find such a client in Node's cache, but the
 * gRPC instrumentation does not look there.
 */
const checkOrder = (application: Application): Finding[] => {
  const { entry } = application;
  if (entry === undefined || isRegistered(application)) return [];
  const { source, path } = entry;
  const setUp = SET_UP.map((name) => loadsAt(source, name)).filter((position) => position >= 0);
  const client = CLIENTS.find((name) => loadsAt(source, name) >= 0);
  if (setUp.length === 0 || client === undefined) return [];
  const isEarly = isEsModule(application) || loadsAt(source, client) < Math.min(...setUp);
  if (!isEarly) return [];
  return [
    warning(
      CHECK,
      `${path} loads ${client} before the set-up runs: its calls are traced, the requests below them may be missing`,
      run(application),
    ),
  ];
};

const checkSetUp = (application: Application): Finding[] => {
  const { entry } = application;
  if (isRegistered(application)) return [fine(CHECK, `started with --import ${REGISTER}`)];
  if (entry === undefined)
    return [warning(CHECK, 'no main module was found, so the order of loading is unknown', run(application))];
  const setsUp = SET_UP.some((name) => loadsAt(entry.source, name) >= 0);
  const requires = /(?:--require|--import|-r)[ =]/.test(
    `${application.env['NODE_OPTIONS'] ?? ''} ${application.manifest.scripts?.['start'] ?? ''}`,
  );
  if (setsUp || requires) return [fine(CHECK, 'the application sets up OpenTelemetry itself')];
  return [error(CHECK, `nothing sets up OpenTelemetry before ${entry.path} runs`, run(application))];
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
  return isRegistered(application)
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
