import type { Attributes, Description } from '@gcp-otel/shared';
import { kept, knownOf, namespaceOf, summaryOf, type Target } from './client';

type Arguments = readonly unknown[];

const RECORDED: Attributes = { 'gcp.client.service': 'spanner' };

/** A call of the API that names its operation itself, and the table that it is about. */
const onTable = (target: Target, operation: string, table: string | undefined): Description => {
  const known = knownOf(target);
  const summary = table === undefined ? operation : `${operation} ${table}`;
  const before = known.calls.get(summary);
  if (before !== undefined) return before;
  const attributes: Attributes = {
    ...known.attributes,
    'db.operation.name': operation,
    'db.query.summary': summary,
  };
  if (table !== undefined) attributes['db.collection.name'] = table;
  const description = { operation, target: table, name: summary, attributes, recorded: RECORDED };
  return kept(known.calls, summary, description);
};

/** A call that sends mutations, with what a sampler may want to know of them. */
export const describeWrites = (
  target: Target,
  operation: string,
  more: Attributes | undefined,
): Description => {
  const description = onTable(target, operation, undefined);
  if (more === undefined) return description;
  const { name, attributes } = description;
  return { operation, name: name!, attributes: { ...attributes, ...more }, recorded: RECORDED };
};

export const onTarget = (target: Target, _args: Arguments, operation: string): Description =>
  onTable(target, operation, undefined);

/** `spanner.createInstance(name, …)`: by its id or its path. */
export const onNewInstance = (spanner: Target, [name]: Arguments, operation: string): Description => {
  const description = onTable(spanner, operation, undefined);
  if (typeof name !== 'string') return description;
  const id = name.slice(name.lastIndexOf('/') + 1);
  const namespace = namespaceOf(
    `${spanner.projectFormattedName_ ?? 'projects/{{projectId}}'}/instances/${id}`,
  );
  return {
    operation,
    name: operation,
    attributes: { ...description.attributes, 'db.namespace': namespace },
    recorded: RECORDED,
  };
};

/** `table.insert(…)`, `table.read(…)`. */
export const onItself = (table: Target, _args: Arguments, operation: string): Description =>
  onTable(table, operation, table.name);

/** `snapshot.read(table, …)`. */
export const onNamed = (target: Target, [table]: Arguments, operation: string): Description =>
  onTable(target, operation, typeof table === 'string' ? table : undefined);

/** `createReadPartitions({ table })`. */
export const onTableOf = (target: Target, [given]: Arguments, operation: string): Description =>
  onNamed(target, [(given as { readonly table?: unknown } | undefined)?.table], operation);

/** The statement of a call: a string, or an object that has one. */
export const sqlOf = (query: unknown): string => {
  const { sql } = (typeof query === 'string' ? { sql: query } : (query ?? {})) as { readonly sql?: unknown };
  return typeof sql === 'string' ? sql : '';
};

/** A statement: its summary is its name. What it does is never taken out of it. */
export const onStatement = (target: Target, [query]: Arguments, operation: string): Description => {
  const known = knownOf(target);
  const summary = summaryOf(sqlOf(query), known);
  const name = summary === '' ? operation : summary;
  const before = known.statements.get(name);
  if (before !== undefined) return before;
  const [operationName = name, ...targets] = name.split(' ');
  return kept(known.statements, name, {
    operation: operationName,
    target: targets.join(' ') || undefined,
    name,
    attributes: { ...known.attributes, 'db.query.summary': name },
    recorded: RECORDED,
  });
};

/** Statements that are sent together: `BATCH UPDATE users`, if they do the same. */
export const onStatements = (target: Target, [queries]: Arguments, operation: string): Description => {
  const statements = Array.isArray(queries) ? queries : [];
  if (statements.length === 1) return onStatement(target, statements, operation);
  const known = knownOf(target);
  const all = new Set(statements.map((query) => summaryOf(sqlOf(query), known)));
  const [summary = ''] = all;
  const name = all.size === 1 && summary !== '' ? `BATCH ${summary}` : 'BATCH';
  const attributes: Attributes = {
    ...known.attributes,
    'db.query.summary': name,
    'db.operation.batch.size': statements.length,
  };
  return { operation: 'BATCH', target: undefined, name, attributes, recorded: RECORDED };
};
