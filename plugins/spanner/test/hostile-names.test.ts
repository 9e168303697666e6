import type { Given } from '../../../shared/test/hostile';
import { hostileSuite } from '../../../shared/test/hostile-suite';
import { SpannerInstrumentation } from '../src';
import { operations } from '../src/operations';

const requestOptionsOf = (name: string) => ({ transactionTag: name, requestTag: name, priority: name });

const DATABASE = 'projects/p/instances/i/databases/d';

/** A table in a transaction: what databases and instances have, it has as well. */
const fieldsOf = ({ name, list }: Given) => {
  const database = { formattedName_: DATABASE, instance: { parent: { baseUrl: 'localhost' } } };
  return {
    name,
    id: 'begun',
    database,
    session: { parent: database, metadata: { multiplexed: true } },
    _options: { readWrite: { readLockMode: name }, isolationLevel: name },
    requestOptions: requestOptionsOf(name),
    _queuedMutations: list({ insert: { table: name } }),
  };
};

/** Statements, tables and mutations, and the options of all of them. */
const argsOf = (row: string, { name, list }: Given): unknown[] => {
  const requestOptions = requestOptionsOf(name);
  const sql = `SELECT ${name}, '${name}' FROM ${name}`;
  const query = { sql, table: name, requestOptions, params: { [name]: name }, proto: () => list({}) };
  const options = { requestOptions, [name]: name };
  if (row.endsWith('batchUpdate')) return [list(query), options];
  const isNamed = /\.(?:read|createReadStream)$/.test(row);
  return [isNamed ? name : query, options];
};

const answerOf = ({ name, list }: Given, row: string) => {
  const duration = { stringValue: `1 ${name}` };
  const stats = { rowCount: name, queryStats: { fields: { elapsed_time: duration, cpu_time: duration } } };
  const rows = list({ status: { code: 0 } });
  return row.endsWith('Stream') ? { stats } : Object.assign(rows, { stats });
};

hostileSuite({
  table: operations,
  plugin: new SpannerInstrumentation(),
  // `Transaction` is derived from `Dml`.
  complete: (library) =>
    Object.assign(library, {
      Transaction: Object.setPrototypeOf(library['Transaction']!, library['Dml']!) as object,
    }),
  fieldsOf,
  argsOf,
  answerOf,
});
