/** The fields of a protobuf `google.firestore.v1.Value` that are read. Exactly one `has_…` is true. */
export interface ValueMessage {
  readonly has_null_value?: boolean;
  readonly has_boolean_value?: boolean;
  readonly boolean_value?: boolean;
  readonly has_integer_value?: boolean;
  readonly integer_value?: number;
  readonly has_double_value?: boolean;
  readonly double_value?: number;
  readonly has_timestamp_value?: boolean;
  readonly timestamp_value?: { readonly seconds: number; readonly nanos: number };
  readonly has_string_value?: boolean;
  readonly string_value?: string;
  readonly has_bytes_value?: boolean;
  readonly bytes_value?: Uint8Array;
  readonly has_reference_value?: boolean;
  readonly reference_value?: string;
  readonly has_geo_point_value?: boolean;
  readonly geo_point_value?: { readonly latitude: number; readonly longitude: number };
  readonly has_array_value?: boolean;
  readonly array_value?: { readonly values: readonly ValueMessage[] };
  readonly has_map_value?: boolean;
  readonly map_value?: { readonly fields: Map<string, ValueMessage> };
}

/** A value that can be compared in Firestore's order of types and values: https://firebase.google.com/docs/firestore/manage-data/data-types */
export interface Comparable {
  readonly kind: string;
  readonly rank: number;
  readonly key: number | string;
  readonly items: readonly Comparable[];
}

/** The field path of a document's own name. */
export const documentName = '__name__';

export function comparable(value: ValueMessage): Comparable {
  const of = (kind: string, rank: number, key: number | string, items: readonly Comparable[] = []) => ({
    kind,
    rank,
    key,
    items,
  });
  if (value.has_boolean_value) return of('boolean_value', 1, Number(value.boolean_value));
  // Integers and doubles sort as one type.
  if (value.has_integer_value) return of('integer_value', 2, value.integer_value ?? 0);
  if (value.has_double_value) return of('double_value', 2, value.double_value ?? 0);
  if (value.has_timestamp_value) {
    const { seconds, nanos } = value.timestamp_value ?? { seconds: 0, nanos: 0 };
    return of('timestamp_value', 3, 0, [of('', 0, seconds), of('', 0, nanos)]);
  }
  if (value.has_string_value) return of('string_value', 4, value.string_value ?? '');
  if (value.has_bytes_value)
    return of('bytes_value', 5, Buffer.from(value.bytes_value ?? []).toString('hex'));
  if (value.has_reference_value) {
    // Numeric ids (`__id7__`) come before all others.
    const segments = value.reference_value?.split('/') ?? [];
    return of(
      'reference_value',
      6,
      0,
      segments.map((id) => of('', /^__id-?\d+__$/.test(id) ? 0 : 1, id)),
    );
  }
  if (value.has_geo_point_value) {
    const { latitude, longitude } = value.geo_point_value ?? { latitude: 0, longitude: 0 };
    return of('geo_point_value', 7, 0, [of('', 0, latitude), of('', 0, longitude)]);
  }
  if (value.has_array_value) return of('array_value', 8, 0, value.array_value?.values.map(comparable));
  if (value.has_map_value) {
    const entries = [...(value.map_value?.fields ?? [])].toSorted(([a], [b]) => (a < b ? -1 : 1));
    return of(
      'map_value',
      9,
      0,
      entries.flatMap(([name, field]) => [of('', 0, name), comparable(field)]),
    );
  }
  return of('null_value', 0, 0);
}

export function compare(a: Comparable, b: Comparable): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  for (const [index, item] of a.items.entries()) {
    const other = b.items[index];
    if (other === undefined) return 1;
    const difference = compare(item, other);
    if (difference !== 0) return difference;
  }
  return a.items.length - b.items.length;
}
