/** The server, database and table of a call, for each way in which arguments can name them. */
import type { Attributes, Description } from '@gcp-otel/shared';
import { kept, knownOf, namespaceOf, type Target } from './client';

type Arguments = readonly unknown[];

export const RECORDED: Attributes = { 'gcp.client.service': 'spanner' };

/** Describes a call other than a statement, by its operation and table. */
const onTable = (target: Target, operation: string, table: string | undefined): Description => {
  const known = knownOf(target);
  const summary = table === undefined ? operation : `${operation} ${table}`;
  const cached = known.calls.get(summary);
  if (cached !== undefined) return cached;
  const attributes: Attributes = {
    ...known.attributes,
    'db.operation.name': operation,
    'db.query.summary': summary,
  };
  if (table !== undefined) attributes['db.collection.name'] = table;
  const description = { operation, target: table, name: summary, attributes, recordedAttributes: RECORDED };
  return kept(known.calls, summary, description);
};

/** Describes a call that sends mutations, with attributes of them that a sampler may need. */
export const describeWrites = (
  target: Target,
  operation: string,
  more: Attributes | undefined,
): Description => {
  const description = onTable(target, operation, undefined);
  if (more === undefined) return description;
  const { name, attributes } = description;
  return { operation, name: name!, attributes: { ...attributes, ...more }, recordedAttributes: RECORDED };
};

export const describe = (target: Target, _args: Arguments, operation: string): Description =>
  onTable(target, operation, undefined);

/** `spanner.createInstance(name, config)`, where `name` is an id or a path. */
export const describeNewInstance = (spanner: Target, [name]: Arguments, operation: string): Description => {
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
    recordedAttributes: RECORDED,
  };
};

/** `table.insert(rows)`, `table.read(request)`. */
export const describeTable = (table: Target, _args: Arguments, operation: string): Description =>
  onTable(table, operation, table.name);

/** `snapshot.read(table, request)`. */
export const describeNamedTable = (target: Target, [table]: Arguments, operation: string): Description =>
  onTable(target, operation, typeof table === 'string' ? table : undefined);

/** `createReadPartitions({ table })`. */
export const describeTableIn = (target: Target, [request]: Arguments, operation: string): Description =>
  describeNamedTable(target, [(request as { readonly table?: unknown } | undefined)?.table], operation);
