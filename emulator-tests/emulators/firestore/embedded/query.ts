import type { FirestoreState, FirestoreStateDocument } from '@firestore-emulator/server';
import { compare, comparable, documentName, type Comparable, type ValueMessage } from './values.ts';
import { documentsOf } from './tree.ts';

type StructuredQuery = Parameters<FirestoreState['v1Query']>[1];
type Filter = StructuredQuery['where'];
type Cursor = StructuredQuery['start_at'];
type Order = { readonly path: string; readonly sign: 1 | -1 };

/**
 * Firestore's query semantics on the embedded server's state. Its own evaluation silently ignores cursors and offsets, and
 * supports neither collection groups nor the kindless queries of `recursiveDelete`.
 */
export function runQuery(
  state: FirestoreState,
  parent: string,
  query: StructuredQuery,
): FirestoreStateDocument[] {
  const orders = ordersOf(query);
  const positionOf = (document: FirestoreStateDocument) => orders.map(({ path }) => fieldOf(document, path));
  const compareTo = (
    position: readonly (Comparable | undefined)[],
    other: readonly (Comparable | undefined)[],
  ) => {
    for (const [index, { sign }] of orders.entries()) {
      const [left, right] = [position[index], other[index]];
      // A cursor may have fewer values than there are orders.
      if (left === undefined || right === undefined) return 0;
      const difference = compare(left, right);
      if (difference !== 0) return difference * sign;
    }
    return 0;
  };

  const [selector] = query.from;
  const rows = documentsOf(state, parent, selector?.collection_id ?? '', selector?.all_descendants ?? false)
    .filter((document) => !query.has_where || matches(document, query.where))
    .map((document) => ({ document, position: positionOf(document) }))
    // A document without the ordered field is not in the result.
    .filter(({ position }) => position.every((value) => value !== undefined))
    .filter(({ position }) => {
      if (query.has_start_at) {
        const side = compareTo(position, cursorPosition(query.start_at));
        if (query.start_at.before ? side < 0 : side <= 0) return false;
      }
      if (query.has_end_at) {
        const side = compareTo(position, cursorPosition(query.end_at));
        if (query.end_at.before ? side >= 0 : side > 0) return false;
      }
      return true;
    })
    .toSorted((a, b) => compareTo(a.position, b.position))
    .map(({ document }) => document);

  const end = query.has_limit ? query.offset + query.limit.value : undefined;
  return rows.slice(query.offset, end);
}

/** The query's orders, then those that Firestore adds: fields with an inequality, and the name. */
function ordersOf(query: StructuredQuery): Order[] {
  const orders: Order[] = query.order_by.map((order) => ({
    path: order.field.field_path,
    sign: direction[order.direction] === 'DESCENDING' ? -1 : 1,
  }));
  const sign = orders.at(-1)?.sign ?? 1;
  const implied = query.has_where ? inequalityPaths(query.where) : [];
  for (const path of [...implied, documentName]) {
    if (!orders.some((order) => order.path === path)) orders.push({ path, sign });
  }
  return orders;
}

function inequalityPaths(filter: Filter): string[] {
  if (filter.has_composite_filter) return filter.composite_filter.filters.flatMap(inequalityPaths);
  if (!filter.has_field_filter) return [];
  const { op, field } = filter.field_filter;
  return rangeOperators.has(fieldOperator[op] ?? '') ? [field.field_path] : [];
}

function matches(document: FirestoreStateDocument, filter: Filter): boolean {
  if (filter.has_composite_filter) {
    const { op, filters } = filter.composite_filter;
    const match = (inner: Filter) => matches(document, inner);
    return compositeOperator[op] === 'OR' ? filters.some(match) : filters.every(match);
  }
  if (filter.has_unary_filter) {
    const { op, field } = filter.unary_filter;
    const value = fieldOf(document, field.field_path);
    if (value === undefined) return false;
    const isNull = value.kind === 'null_value';
    const isNaN = Number.isNaN(value.key);
    return (
      { IS_NULL: isNull, IS_NOT_NULL: !isNull, IS_NAN: isNaN, IS_NOT_NAN: !isNaN }[unaryOperator[op] ?? ''] ??
      false
    );
  }
  const { op, field, value: operand } = filter.field_filter;
  const value = fieldOf(document, field.field_path);
  return value !== undefined && matchesField(value, fieldOperator[op] ?? '', comparable(operand));
}

const cursorPosition = (cursor: Cursor) => cursor.values.map((value) => comparable(value));

const equals = (other: Comparable) => (item: Comparable) => compare(item, other) === 0;

function matchesField(value: Comparable, operator: string, operand: Comparable): boolean {
  const difference = compare(value, operand);
  switch (operator) {
    case 'EQUAL':
      return difference === 0;
    case 'NOT_EQUAL':
      return difference !== 0 && value.kind !== 'null_value';
    case 'IN':
      return operand.items.some(equals(value));
    case 'NOT_IN':
      return !operand.items.some(equals(value));
    case 'ARRAY_CONTAINS':
      return value.items.some(equals(operand));
    case 'ARRAY_CONTAINS_ANY':
      return value.items.some((item) => operand.items.some(equals(item)));
    default:
      break;
  }
  // A range only matches values of the same type.
  if (value.rank !== operand.rank) return false;
  switch (operator) {
    case 'LESS_THAN':
      return difference < 0;
    case 'LESS_THAN_OR_EQUAL':
      return difference <= 0;
    case 'GREATER_THAN':
      return difference > 0;
    default:
      return difference >= 0;
  }
}

function fieldOf(document: FirestoreStateDocument, path: string): Comparable | undefined {
  const message = document.toV1Document();
  if (path === documentName) return comparable({ has_reference_value: true, reference_value: message.name });
  const [first = '', ...nested] = path.split('.').map((segment) => segment.replaceAll('`', ''));
  let value: ValueMessage | undefined = message.fields.get(first);
  for (const segment of nested)
    value = value?.has_map_value ? value.map_value?.fields.get(segment) : undefined;
  return value && comparable(value);
}

// By their numbers in google/firestore/v1/query.proto.
const direction = ['DIRECTION_UNSPECIFIED', 'ASCENDING', 'DESCENDING'];
const compositeOperator = ['OPERATOR_UNSPECIFIED', 'AND', 'OR'];
const unaryOperator = ['OPERATOR_UNSPECIFIED', '', 'IS_NAN', 'IS_NULL', 'IS_NOT_NAN', 'IS_NOT_NULL'];
const fieldOperator = [
  'OPERATOR_UNSPECIFIED',
  'LESS_THAN',
  'LESS_THAN_OR_EQUAL',
  'GREATER_THAN',
  'GREATER_THAN_OR_EQUAL',
  'EQUAL',
  'NOT_EQUAL',
  'ARRAY_CONTAINS',
  'IN',
  'ARRAY_CONTAINS_ANY',
  'NOT_IN',
];
const rangeOperators = new Set([
  'LESS_THAN',
  'LESS_THAN_OR_EQUAL',
  'GREATER_THAN',
  'GREATER_THAN_OR_EQUAL',
  'NOT_EQUAL',
  'NOT_IN',
]);
