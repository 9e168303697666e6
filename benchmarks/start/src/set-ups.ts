/** The ways to start an application that are compared. */
import { join } from 'node:path';

export interface SetUp {
  readonly name: string;
  readonly flags: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const here = import.meta.dirname;
const flag = ['--import', join(here, '../../../auto-instrumentations/dist/register.js')];

export const NODE: SetUp = { name: 'Node.js alone', flags: [] };

export const FLAG: SetUp = {
  name: '@gcp-otel/auto-instrumentations/register: traces and metrics, OTLP over HTTP',
  flags: flag,
  env: { OTEL_LOGS_EXPORTER: 'none' },
};

export const STOCK: SetUp = {
  name: '@opentelemetry/auto-instrumentations-node/register, the same',
  flags: ['--import', '@opentelemetry/auto-instrumentations-node/register'],
  env: { OTEL_LOGS_EXPORTER: 'none' },
};

export const setUps: readonly SetUp[] = [
  NODE,
  FLAG,
  {
    name: '… traces only',
    flags: flag,
    env: { OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' },
  },
  { name: '… traces, metrics and logs', flags: flag },
  { name: '… all three, OTLP over gRPC', flags: flag, env: { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' } },
  { name: '… all three, to the console', flags: flag, env: { GCP_OTEL_EXPORTER: 'console' } },
  { name: '… all three, to Google Cloud', flags: flag, env: { GCP_OTEL_EXPORTER: 'gcp' } },
  STOCK,
  { name: '@elastic/opentelemetry-node', flags: ['--import', '@elastic/opentelemetry-node'] },
  { name: '@sentry/node, by --import of Sentry.init()', flags: ['--import', join(here, 'sentry.mjs')] },
  { name: 'dd-trace/initialize.mjs', flags: ['--import', 'dd-trace/initialize.mjs'] },
];
