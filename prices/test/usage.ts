import type { Attributes, Point, Span } from '../src/index.ts';

/** A point of the counter of Firestore. */
export const documents = (kind: string, value: number, more: Attributes = {}): Point => ({
  name: 'gcp.firestore.client.billing.operations',
  attributes: {
    'gcp.firestore.billing.kind': kind,
    'gcp.firestore.billing.precision': 'exact',
    ...more,
  },
  value,
});

/** A point of the counter of Cloud Storage. */
export const operations = (billed: string, value: number, storageClass?: string): Point => ({
  name: 'gcp.storage.client.billing.operations',
  attributes: {
    'gcp.storage.billing.class': billed,
    ...(storageClass !== undefined && { 'gcp.storage.object.storage_class': storageClass }),
  },
  value,
});

/** A point of the counter of models. */
export const units = (
  model: string,
  [kind, unit]: readonly [string, string],
  value: number,
  more: Attributes = {},
): Point => ({
  name: 'gcp.vertex_ai.client.billing.units',
  attributes: {
    'gen_ai.request.model': model,
    'gcp.vertex_ai.billing.kind': kind,
    'gcp.vertex_ai.billing.unit': unit,
    ...more,
  },
  value,
});

let spans = 0;

export const span = (attributes: Attributes, parent?: Span): Span => {
  const spanId = String(spans++);
  return {
    name: 'call',
    attributes,
    parentSpanContext: parent?.spanContext(),
    spanContext: () => ({ spanId }),
  };
};
