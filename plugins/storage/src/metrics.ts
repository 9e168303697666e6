/** Metrics: the duration of calls, and the bytes that they transfer. */
import type { Attributes, Metric } from '@gcp-otel/shared';

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
    measure({ noted, start }, _common, record) {
      if (noted === undefined) return;
      for (const [direction, attribute] of DIRECTIONS) {
        const bytes = noted[attribute];
        if (typeof bytes !== 'number' || bytes === 0) continue;
        const attributes: Attributes = {
          'network.io.direction': direction,
          'gcp.storage.operation': start['gcp.storage.operation'],
        };
        if (start['gcp.storage.bucket'] !== undefined)
          attributes['gcp.storage.bucket'] = start['gcp.storage.bucket'];
        record(bytes, attributes);
      }
    },
  },
];
