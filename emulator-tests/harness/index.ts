export { drawTree, type DrawOptions } from './draw-tree.ts';
export { runScenario, type ScenarioOptions, type ScenarioOutcome } from './run-scenario.ts';
export type { Scenario, Tools } from './scenario.ts';
export type { MetricPoint, MetricRecord, SpanRecord } from './telemetry.ts';
