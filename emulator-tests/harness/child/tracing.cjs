'use strict';

const startTracing = require('./start-tracing.cjs');

const { instrumentation, className, config, scenario } = JSON.parse(process.env.SCENARIO);

startTracing({
  api: require('@opentelemetry/api'),
  sdk: require('@opentelemetry/sdk-node'),
  metrics: require('@opentelemetry/sdk-metrics'),
  grpc: require('@opentelemetry/instrumentation-grpc'),
  http: require('@opentelemetry/instrumentation-http'),
  undici: require('@opentelemetry/instrumentation-undici'),
  plugin: instrumentation && require(instrumentation),
  className,
  config: { ...require(scenario).config, ...config },
});
