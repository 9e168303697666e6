/** The doctor's check of exporters, credentials, propagators, sampling and native tracing. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { EXPORTERS, PROPAGATOR_NAMES } from '../names';
import type { Application } from './application';
import type { Environment } from './command';
import { checkEndpoint, endpointIn, shown } from './endpoint';
import { error, fine, type Finding, warning } from './finding';
import { checkSampling } from './sampling';

const KNOWN_EXPORTERS = ['otlp', 'console', 'zipkin', 'none'];

/** OTLP, to an address that the variables name. */
const checkCollector = (env: Environment, isDefault: boolean): Finding[] => {
  const findings = checkEndpoint(env);
  const endpoint = endpointIn(env);
  if (endpoint === undefined && isDefault)
    return [
      ...findings,
      warning('exporter', 'spans go to a collector on localhost:4318, the default', 'GCP_OTEL_EXPORTER=gcp'),
    ];
  return findings.length > 0
    ? findings
    : [fine('exporter', `OTLP to ${endpoint === undefined ? 'localhost:4318' : shown(endpoint)}`)];
};

const checkExporter = ({
  GCP_OTEL_EXPORTER: own,
  OTEL_TRACES_EXPORTER: standard,
  ...env
}: Environment): Finding[] => {
  if (own !== undefined && own !== '' && !(EXPORTERS as readonly string[]).includes(own))
    return [
      error(
        'exporter',
        `GCP_OTEL_EXPORTER="${own}" is not known`,
        `GCP_OTEL_EXPORTER=${EXPORTERS.join('|')}`,
      ),
    ];
  if (own)
    return [fine('exporter', `GCP_OTEL_EXPORTER=${own}`), ...(own === 'otlp' ? checkEndpoint(env) : [])];
  const unknown = standard?.split(',').find((name) => !KNOWN_EXPORTERS.includes(name.trim()));
  if (unknown !== undefined)
    return [
      error(
        'exporter',
        `OTEL_TRACES_EXPORTER="${unknown}" is not known`,
        `OTEL_TRACES_EXPORTER=${KNOWN_EXPORTERS.join('|')}`,
      ),
    ];
  if (standard?.trim() === 'none')
    return [warning('exporter', 'OTEL_TRACES_EXPORTER=none: no span is exported', 'GCP_OTEL_EXPORTER=gcp')];
  if (standard?.trim() === 'console') return [fine('exporter', 'to the console')];
  return checkCollector(env, standard === undefined);
};

/** The path where the gcloud CLI stores Application Default Credentials. */
const wellKnownFile = (env: Environment): string => {
  const name = join('gcloud', 'application_default_credentials.json');
  return process.platform === 'win32'
    ? join(env['APPDATA'] ?? '', name)
    : join(env['HOME'] ?? homedir(), '.config', name);
};

const LOGIN = 'gcloud auth application-default login';

/** Variables that are set where Google Cloud provides the credentials of a process. */
const ON_GOOGLE_CLOUD = [
  'K_SERVICE',
  'FUNCTION_TARGET',
  'GAE_SERVICE',
  'KUBERNETES_SERVICE_HOST',
  'CLOUD_RUN_JOB',
];

const checkCredentials = ({ env, launch: { imageEnv } }: Application): Finding[] => {
  if (env['GCP_OTEL_EXPORTER'] !== 'gcp') return [];
  // Where the image runs, there are others than here.
  if (['GCP_OTEL_EXPORTER', 'GOOGLE_APPLICATION_CREDENTIALS'].some((name) => imageEnv[name] !== undefined))
    return [fine('credentials', 'of where the image runs')];
  const file = env['GOOGLE_APPLICATION_CREDENTIALS'];
  if (file !== undefined && file !== '')
    return existsSync(file)
      ? [fine('credentials', `GOOGLE_APPLICATION_CREDENTIALS=${file}`)]
      : [error('credentials', `GOOGLE_APPLICATION_CREDENTIALS: there is no file ${file}`, LOGIN)];
  if (existsSync(wellKnownFile(env))) return [fine('credentials', 'of the gcloud CLI')];
  if (ON_GOOGLE_CLOUD.some((name) => env[name] !== undefined))
    return [fine('credentials', 'of the service account that the process runs as')];
  return [error('credentials', 'GCP_OTEL_EXPORTER=gcp, but there are no Google Cloud credentials', LOGIN)];
};

const KNOWN_PROPAGATORS: readonly string[] = [...PROPAGATOR_NAMES, 'none'];

const checkPropagators = (env: Environment): Finding[] => {
  const listed = env['OTEL_PROPAGATORS'];
  if (listed === undefined || listed === '')
    return [fine('propagators', 'tracecontext, baggage: the default')];
  const names = listed.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !KNOWN_PROPAGATORS.includes(name));
  return unknown.length === 0
    ? [fine('propagators', names.join(', '))]
    : [
        error(
          'propagators',
          `OTEL_PROPAGATORS: ${unknown.join(', ')} is not known`,
          `OTEL_PROPAGATORS=tracecontext,baggage,xcloudtrace`,
        ),
      ];
};

/** Variables that enable the clients' native spans. */
const NATIVE = [
  'FIRESTORE_ENABLE_TRACING',
  'SPANNER_ENABLE_EXTENDED_TRACING',
  'SPANNER_ENABLE_END_TO_END_TRACING',
];

/** Values that the clients accept as true. */
const ON = ['true', 'on', '1'];

const checkNativeTracing = (env: Environment): Finding[] =>
  NATIVE.filter((name) => ON.includes(env[name]?.toLowerCase() ?? '')).map((name) =>
    warning(
      'native tracing',
      `${name} is set: the plugin replaces the client's own spans, unless nativeSpans is 'keep'`,
      `unset ${name}`,
    ),
  );

/** Checks where spans go, with which credentials, and what is propagated. */
export const checkExporting = (application: Application): Finding[] => [
  ...checkExporter(application.env),
  ...checkCredentials(application),
  ...checkPropagators(application.env),
  ...checkSampling(application.env),
  ...checkNativeTracing(application.env),
];
