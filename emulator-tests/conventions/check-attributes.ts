import type { Attributes } from '@opentelemetry/api';
import type { Documented, Finding } from './documented.ts';
import { registeredAttribute, type AttributeType } from './registry.ts';

const hasType: Record<AttributeType, (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  int: (value) => Number.isInteger(value),
  double: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  'string[]': (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
  any: () => true,
};

/** The conventions leave its values to the instrumentation, and register `_OTHER` only. */
const openEnumerations = new Set(['error.type']);

/** Unknown, deprecated and mistyped names; values that no one has registered or documented. */
export function checkAttributes(attributes: Attributes, documented: Documented): Finding[] {
  return Object.entries(attributes).flatMap(([key, value]) => checkAttribute(key, value, documented));
}

function checkAttribute(key: string, value: unknown, documented: Documented): Finding[] {
  const registered = registeredAttribute(key);
  const type = registered?.type ?? documented.attributes[key];
  if (type === undefined) {
    return [{ level: 'violation', id: key.includes('.') ? 'missing_attribute' : 'missing_namespace', key }];
  }

  const findings: Finding[] = [];
  if (registered?.deprecated) {
    const { renamed_to: renamed, note } = registered.deprecated;
    findings.push({ level: 'violation', id: 'deprecated', key, expected: renamed ?? note });
  }
  if (!hasType[type](value))
    findings.push({ level: 'violation', id: 'type_mismatch', key, expected: type, got: value });
  const registeredValues = openEnumerations.has(key) ? undefined : registered?.enum;
  const pattern = documented.patterns[key];
  if (registeredValues && ![...registeredValues, ...(documented.values[key] ?? [])].includes(value)) {
    findings.push({ level: 'violation', id: 'undefined_enum_variant', key, got: value });
  } else if (pattern && !pattern.test(String(value))) {
    findings.push({ level: 'violation', id: 'pattern_mismatch', key, expected: String(pattern), got: value });
  }
  return findings;
}

export function checkPresent(attributes: Attributes, required: Iterable<string>): Finding[] {
  return [...new Set(required)]
    .filter((key) => !(key in attributes))
    .map((key) => ({ level: 'violation', id: 'required_attribute_not_present', key }));
}
