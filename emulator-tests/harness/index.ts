export { drawTree, type DrawOptions } from './draw-tree.ts';
export { clientRoot } from './client-root.ts';
export { runScenario, type Mode, type ScenarioOptions, type ScenarioOutcome } from './run-scenario.ts';
export type { Scenario, Tools } from './scenario.ts';
export type { LogRecord, MetricPoint, MetricRecord, SpanRecord } from './telemetry.ts';
