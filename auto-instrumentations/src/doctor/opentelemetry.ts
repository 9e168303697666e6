/** The doctor's check of Node.js, OpenTelemetry's API and SDK, and conflicting packages. */
import { PLUGIN_NAMES } from '../plugins';
import type { Application } from './application';
import { error, fine, type Finding, warning } from './finding';
import { OWN } from './set-up';
import { compareVersions } from './versions';

const CHECK = 'opentelemetry';
const API = '@opentelemetry/api';
const OLDEST_NODE = '22.15.0';

const list = (copies: readonly { readonly version: string; readonly path: string }[]): string =>
  copies.map(({ version, path }) => `${version} (${path})`).join(', ');

const checkNode = ({ nodeVersion }: Application): Finding[] =>
  compareVersions(nodeVersion, OLDEST_NODE) >= 0
    ? [fine(CHECK, `Node.js ${nodeVersion}`)]
    : [error(CHECK, `Node.js ${nodeVersion} is too old`, `install Node.js ${OLDEST_NODE} or newer`)];

/** A copy of the API that is newer than the one that the SDK registers with does not find it: its spans are lost. */
const checkApi = (application: Application): Finding[] => {
  const copies = application.copies(API);
  const [own] = copies;
  if (own === undefined) return [error(CHECK, `${API} is not installed`, `npm install ${API}`)];
  const newer = copies.filter(({ version }) => compareVersions(version, own.version) > 0);
  if (newer.length > 0)
    return [
      error(
        CHECK,
        `copies of ${API} that cannot find each other: ${list(copies)}; code that uses a newer one is not traced`,
        `npm install ${API}@${newer[0]?.version} && npm dedupe`,
      ),
    ];
  const older = copies.length === 1 ? '' : `, also used by older copies: ${copies.length - 1}`;
  return [fine(CHECK, `${API} ${own.version}${older}`)];
};

const SDKS = ['@opentelemetry/sdk-node', '@opentelemetry/sdk-trace', '@opentelemetry/sdk-trace-base'];
/** The oldest releases that the plugins were tested with. Below 1.0, the number tells which SDK a package belongs to. */
const OLDEST: { readonly [sdk: string]: string } = {
  '@opentelemetry/sdk-node': '0.200.0',
  '@opentelemetry/sdk-trace-base': '2.0.0',
  '@opentelemetry/sdk-trace': '2.0.0',
};

const checkSdk = (application: Application): Finding[] => {
  const found = SDKS.flatMap((name) => application.copies(name).slice(0, 1));
  const [own] = application.copies(OWN);
  if (found.length === 0 && own !== undefined)
    return [fine(CHECK, `${OWN} ${own.version}, with an SDK inside`)];
  if (found.length === 0)
    return [error(CHECK, 'no OpenTelemetry SDK is installed', 'npm install @gcp-otel/auto-instrumentations')];
  return found.map(({ name, version }) =>
    compareVersions(version, OLDEST[name] ?? '0') >= 0
      ? fine(CHECK, `${name} ${version}`)
      : error(CHECK, `${name} ${version} is older than SDK 2`, `npm install ${name}@latest`),
  );
};

const checkDuplicates = (application: Application): Finding[] =>
  [...PLUGIN_NAMES, OWN]
    .map((name) => application.copies(name))
    .filter((copies) => copies.length > 1)
    .map((copies) =>
      error(
        CHECK,
        `several copies of ${copies[0]?.name}: ${list(copies)}; each makes its own spans`,
        'npm dedupe',
      ),
    );

/** Packages that do the same as the plugins, or used to. */
const OTHERS: { readonly [name: string]: string } = {
  '@google-cloud/trace-agent': 'it is retired, and patches the same clients',
  '@google-cloud/opentelemetry-cloud-trace-exporter': 'it is retired: OTLP goes to Google Cloud directly',
  '@google-cloud/opentelemetry-cloud-monitoring-exporter':
    'it is retired: OTLP goes to Google Cloud directly',
  '@traceloop/instrumentation-vertexai': 'it makes a second span for each call and delays streams',
};

const checkOthers = (application: Application): Finding[] =>
  Object.entries(OTHERS)
    .filter(([name]) => application.copies(name).length > 0)
    .map(([name, why]) => warning(CHECK, `${name} is installed: ${why}`, `npm uninstall ${name}`));

const checkDisabled = ({ env }: Application): Finding[] => {
  const disabled = env['OTEL_SDK_DISABLED']?.trim() ?? '';
  return disabled.toLowerCase() === 'true'
    ? [error(CHECK, `OTEL_SDK_DISABLED=${disabled}: nothing is recorded`, 'unset OTEL_SDK_DISABLED')]
    : [];
};

const SENTRY = '@sentry/node';
/** Sentry's options by which it leaves OpenTelemetry to the application, or takes over its instrumentations. */
const SENTRY_BESIDE = /\b(?:skipOpenTelemetrySetup|openTelemetryInstrumentations)\b/;

/** From 8 to 10, Sentry registers a tracer provider of its own unless it is told not to. */
const checkSentry = ({ copies, setUp }: Application): Finding[] =>
  copies(SENTRY)
    .filter(({ version }) => compareVersions(version, '8.0.0') >= 0 && compareVersions(version, '11.0.0') < 0)
    .filter(() => !setUp.imports.files.some(({ code }) => SENTRY_BESIDE.test(code)))
    .slice(0, 1)
    .map(({ version }) =>
      warning(
        CHECK,
        `${SENTRY} ${version} sets up OpenTelemetry as well, and only the first of two is registered`,
        'Sentry.init({ skipOpenTelemetrySetup: true })',
      ),
    );

/** Checks the releases, and the number of copies, of Node.js, the API and the SDK. */
export const checkOpenTelemetry = (application: Application): Finding[] => [
  ...checkNode(application),
  ...checkApi(application),
  ...checkSdk(application),
  ...checkDuplicates(application),
  ...checkOthers(application),
  ...checkSentry(application),
  ...checkDisabled(application),
];
