/** Metrics: the duration of calls, the bytes that they transfer, and the operations that are billed. */
import type { Attributes, Measurement, Metric } from '@gcp-otel/shared';
import { CLASS_A, CLASS_B } from './billing';

const STORAGE_CLASS = 'gcp.storage.object.storage_class';

export const metricAttributes = (start: Attributes, errorType: string | undefined): Attributes => {
  const attributes: Attributes = { 'gcp.storage.operation': start['gcp.storage.operation'] };
  for (const name of ['gcp.storage.bucket', 'server.address'])
    if (start[name] !== undefined) attributes[name] = start[name];
  if (errorType !== undefined) attributes['error.type'] = errorType;
  return attributes;
};

const DIRECTIONS = [
  ['transmit', 'gcp.storage.bytes.sent'],
  ['receive', 'gcp.storage.bytes.received'],
] as const;

const CLASSES = [
  ['a', CLASS_A],
  ['b', CLASS_B],
] as const;

export const metrics: readonly Metric[] = [
  {
    name: 'gcp.storage.client.operation.duration',
    type: 'histogram',
    unit: 's',
    description: 'Duration of Cloud Storage client operations; of transfers, until the last byte.',
    boundaries: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10],
    measure({ duration }, common, record) {
      record(duration, common);
    },
  },
  {
    name: 'gcp.storage.client.io',
    type: 'counter',
    unit: 'By',
    description: 'Bytes of objects that were sent and received.',
    measure(ended, _common, record) {
      for (const [direction, attribute] of DIRECTIONS) {
        const bytes = ended.noted?.[attribute];
        if (typeof bytes === 'number' && bytes !== 0)
          record(bytes, { 'network.io.direction': direction, ...objectOf(ended) });
      }
    },
  },
  {
    name: 'gcp.storage.client.billing.operations',
    type: 'counter',
    unit: '{operation}',
    description: 'The operations that Cloud Storage bills, by their class.',
    bills: true,
    measure(ended, _common, record) {
      for (const [billed, attribute] of CLASSES) {
        const operations = ended.noted?.[attribute];
        if (typeof operations === 'number')
          record(operations, { 'gcp.storage.billing.class': billed, ...objectOf(ended) });
      }
    },
  },
];

/** The attributes that prices depend on: operation, bucket, and the storage class if a response had it. */
const objectOf = ({ start, outcome, noted }: Measurement): Attributes => {
  const attributes: Attributes = { 'gcp.storage.operation': start['gcp.storage.operation'] };
  if (start['gcp.storage.bucket'] !== undefined)
    attributes['gcp.storage.bucket'] = start['gcp.storage.bucket'];
  const storageClass = outcome?.[STORAGE_CLASS] ?? noted?.[STORAGE_CLASS];
  if (storageClass !== undefined) attributes[STORAGE_CLASS] = storageClass;
  return attributes;
};
