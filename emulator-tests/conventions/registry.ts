import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type AttributeType = 'string' | 'int' | 'double' | 'boolean' | 'string[]' | 'any';

export interface RegisteredAttribute {
  readonly type: AttributeType;
  /** The registered name is the beginning of the names in use. */
  readonly template?: boolean;
  readonly deprecated?: { readonly renamed_to?: string; readonly note?: string };
  readonly enum?: readonly unknown[];
}

/** From attribute name to `required`, `recommended`, `conditionally_required: …` or `opt_in`. */
type Requirements = Readonly<Record<string, string>>;

export interface RegisteredMetric {
  readonly instrument: string;
  readonly unit: string;
  readonly explicit_bucket_boundaries?: readonly number[];
  readonly attributes: Requirements;
}

interface Registry {
  readonly attributes: Readonly<Record<string, RegisteredAttribute>>;
  readonly metrics: Readonly<Record<string, RegisteredMetric>>;
  readonly spans: Readonly<Record<string, { readonly attributes: Requirements }>>;
  readonly events: Readonly<Record<string, { readonly attributes: Requirements }>>;
}

/** OpenTelemetry's semantic conventions: its `meta` says of which versions. */
export const registry: Registry = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', 'registry', 'registry.json'), 'utf8'),
);

const templates = Object.entries(registry.attributes).filter(([, { template }]) => template);

export function registeredAttribute(key: string): RegisteredAttribute | undefined {
  const exact = registry.attributes[key];
  if (exact && !exact.template) return exact;
  return templates.find(([name]) => key.startsWith(`${name}.`))?.[1];
}

export function requiredIn(requirements: Requirements): string[] {
  return Object.keys(requirements).filter((key) => requirements[key]?.startsWith('required'));
}
