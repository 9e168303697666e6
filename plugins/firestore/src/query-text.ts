/** Writes queries as `db.query.text`, in the style of SQL and without values. */
import type { AggregateQuery, FieldPath, Filter, Query, VectorQuery } from './client';
import { collectionOfQuery, type Naming } from './collections';
import { isGenerated } from './generated-ids';

/** The number of filters, orders or stages after which an ellipsis stands for the rest. */
const MAX_TERMS = 64;
const MAX_DEPTH = 16;

const COMPARISONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    LESS_THAN: '< ?',
    LESS_THAN_OR_EQUAL: '<= ?',
    EQUAL: '= ?',
    NOT_EQUAL: '!= ?',
    GREATER_THAN: '> ?',
    GREATER_THAN_OR_EQUAL: '>= ?',
    ARRAY_CONTAINS: 'ARRAY_CONTAINS ?',
    ARRAY_CONTAINS_ANY: 'ARRAY_CONTAINS_ANY (?)',
    IN: 'IN (?)',
    NOT_IN: 'NOT IN (?)',
  }),
);

const IDENTIFIER = /^[A-Za-z_]\w{0,62}$/;

/** Cached field names: an application queries few fields, and queries them often. */
const names = new Map<string, string>();
const MAX_KEPT = 1000;

/** A segment of a field path, or `{id}` if it looks like data: maps are often keyed by ids (`roles.<uid>`). */
const fieldSegment = (segment: string, depth: number): string =>
  IDENTIFIER.test(segment) && !isGenerated(segment, depth > 0) ? segment : '{id}';

const topField = (segment: string): string => {
  const known = names.get(segment);
  if (known !== undefined) return known;
  const name = fieldSegment(segment, 0);
  // A segment that is data may have any length.
  if (names.size < MAX_KEPT && segment.length <= MAX_KEPT) names.set(segment, name);
  return name;
};

/** An email address has dots too. In a path that contains one, the segments cannot be told apart. */
const segmentsOf = (field: string | FieldPath): readonly string[] => {
  if (typeof field !== 'string') return field.segments;
  return field.includes('@') ? [field] : field.replaceAll('`', '').split('.');
};

export const fieldName = (field: string | FieldPath): string => {
  const segments = segmentsOf(field);
  const [first] = segments;
  return segments.length === 1 && first !== undefined
    ? topField(first)
    : segments.map(fieldSegment).join('.');
};

const filterText = (filter: Filter, depth: number): string => {
  if (filter.filters === undefined) {
    const comparison = COMPARISONS.get(filter.op ?? '') ?? `${filter.op} ?`;
    return `${filter.field === undefined ? '?' : fieldName(filter.field)} ${comparison}`;
  }
  if (depth >= MAX_DEPTH) return '(…)';
  return `(${listed(filter.filters, (inner) => filterText(inner, depth + 1), ` ${filter.operator} `)})`;
};

/** Joins items without an intermediate array, because every recorded query runs this. */
const listed = <Item>(items: readonly Item[], text: (item: Item) => string, separator: string): string => {
  let written = '';
  let count = 0;
  for (const item of items) {
    if (count > 0) written += separator;
    if (count++ === MAX_TERMS) return `${written}…`;
    written += text(item);
  }
  return written;
};

const clauses = ({ _queryOptions: options }: Query): string => {
  const { filters, fieldOrders, startAt, endAt, limit, limitType, offset } = options;
  let text = '';
  if (filters.length > 0) text += ` WHERE ${listed(filters, (filter) => filterText(filter, 0), ' AND ')}`;
  if (fieldOrders.length > 0) {
    const order = ({ field, direction }: (typeof fieldOrders)[number]): string =>
      `${fieldName(field)} ${direction === 'DESCENDING' ? 'DESC' : 'ASC'}`;
    text += ` ORDER BY ${listed(fieldOrders, order, ', ')}`;
  }
  if (startAt !== undefined) text += startAt.before ? ' START AT ?' : ' START AFTER ?';
  if (endAt !== undefined) text += endAt.before ? ' END BEFORE ?' : ' END AT ?';
  if (limit !== undefined) text += limitType === 1 ? ' LIMIT TO LAST ?' : ' LIMIT ?';
  if (offset !== undefined) text += ' OFFSET ?';
  return text;
};

const from = (query: Query, naming: Naming): string => ` FROM ${collectionOfQuery(query, naming) ?? '*'}`;

/** The shape of a query, SQL-like. Values never appear. */
export const queryText = (query: Query, naming: Naming): string => {
  const { projection } = query._queryOptions;
  const selected =
    projection === undefined ? '*' : listed(projection.fields, ({ fieldPath }) => fieldName(fieldPath), ', ');
  return `SELECT ${selected}${from(query, naming)}${clauses(query)}`;
};

export const aggregateText = (
  { _query: query, _aggregates: aggregates }: AggregateQuery,
  naming: Naming,
): string => {
  const call = ({ aggregateType, _field: field }: (typeof aggregates)[string]): string =>
    `${(aggregateType ?? 'count').toUpperCase()}(${field === undefined ? '*' : fieldName(field)})`;
  return `SELECT ${listed(Object.values(aggregates), call, ', ')}${from(query, naming)}${clauses(query)}`;
};

export const vectorText = (vector: VectorQuery, naming: Naming): string => {
  const field = vector._options?.vectorField ?? vector.vectorField;
  const measure = (vector._options ?? vector.options)?.distanceMeasure;
  const near = ` FIND NEAREST ${field === undefined ? '?' : fieldName(field)} DISTANCE ${measure} LIMIT ?`;
  return queryText(vector._query, naming) + near;
};

/** The indexes of a plan, for example `Collection (age ASC, __name__ ASC)`. Index fields are field paths too. */
export const planText = (indexesUsed: readonly { readonly [property: string]: unknown }[]): string => {
  const index = ({ query_scope: scope, properties }: (typeof indexesUsed)[number]): string =>
    `${String(scope)} ${String(properties).replaceAll(/[^\s(),]+/g, fieldName)}`;
  return listed(indexesUsed, index, '; ');
};
