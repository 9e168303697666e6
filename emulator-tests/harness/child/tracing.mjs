import { pathToFileURL } from 'node:url';
import * as api from '@opentelemetry/api';
import * as grpc from '@opentelemetry/instrumentation-grpc';
import * as http from '@opentelemetry/instrumentation-http';
import * as metrics from '@opentelemetry/sdk-metrics';
import * as sdk from '@opentelemetry/sdk-node';
import * as undici from '@opentelemetry/instrumentation-undici';
import startTracing from './start-tracing.cjs';

const { instrumentation, className, config, scenario } = JSON.parse(process.env.SCENARIO);

startTracing({
  api,
  sdk,
  metrics,
  grpc,
  http,
  undici,
  plugin: instrumentation && (await import(instrumentation)),
  className,
  config: { ...(await import(pathToFileURL(scenario).href)).config, ...config },
});
