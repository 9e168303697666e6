/** Reads a plugin's configuration: validates options, applies defaults, and reads the `OTEL_NODE_*` variables. */
import { inspect } from 'node:util';
import type { InstrumentationConfig } from '@opentelemetry/instrumentation';
import type { OptionRule, OptionRules } from './plugin-api/options';
import { diag } from './telemetry/otel-api';

export const COMMON_OPTIONS: OptionRules = {
  enabled: { type: 'boolean', default: true },
  requireParentSpan: { type: 'boolean', default: false },
  suppressInternalInstrumentation: { type: 'boolean', default: false },
  captureErrorMessages: { type: 'boolean', default: false },
  ignoreOperation: { type: 'function' },
  metricAttributes: { type: 'function' },
  billingAttributes: { type: 'function' },
  requestHook: { type: 'function' },
  responseHook: { type: 'function' },
};

const allows = (rule: OptionRule, value: unknown): boolean =>
  typeof rule.type === 'string' ? typeof value === rule.type : rule.type.includes(value as boolean | string);

const expectation = ({ type }: OptionRule): string =>
  typeof type === 'string' ? `a ${type}` : `one of ${type.map((value) => inspect(value)).join(', ')}`;

/** The user's configuration with defaults applied. An invalid value is replaced by its default, with a warning. */
export const readOptions = <Config extends InstrumentationConfig>(
  plugin: string,
  rules: OptionRules,
  given: Config | undefined,
): Config => {
  const values = { ...given } as { [option: string]: unknown };
  for (const [name, rule] of Object.entries(rules)) {
    const value = values[name];
    if (value !== undefined && allows(rule, value)) continue;
    if (value !== undefined)
      diag.warn(
        `${plugin}: option "${name}" must be ${expectation(rule)}; using ${String(rule.default ?? 'none')}`,
      );
    if (rule.default === undefined) delete values[name];
    else values[name] = rule.default;
  }
  return values as unknown as Config;
};

const listed = (variable: string): string[] | undefined => {
  const value = process.env[variable]?.trim();
  return value ? value.split(',').map((name) => name.trim()) : undefined;
};

/** Whether `OTEL_NODE_ENABLED_INSTRUMENTATIONS` and `OTEL_NODE_DISABLED_INSTRUMENTATIONS` leave this plugin on. */
export const allowedByEnvironment = (shortName: string): boolean =>
  (listed('OTEL_NODE_ENABLED_INSTRUMENTATIONS')?.includes(shortName) ?? true) &&
  !listed('OTEL_NODE_DISABLED_INSTRUMENTATIONS')?.includes(shortName);
