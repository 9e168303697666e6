import { textOf } from '../facts.ts';
import { type Bill, measured } from './bill.ts';

/** Requests by their class in the price list, and bytes of objects, by bucket. */
export const storage: Bill = {
  title: 'Cloud Storage',
  kinds: ['class A', 'class B', 'bytes up', 'bytes down'],
  pricedBy: 'gcp.storage.operation',
  itemOf: (attributes) => textOf(attributes['gcp.storage.bucket'] ?? '(none)'),
  *charges(_spans, metrics) {
    for (const [amount, attributes] of measured(metrics, 'gcp.storage.client.billing.operations')) {
      const kind = attributes['gcp.storage.billing.class'] === 'a' ? 'class A' : 'class B';
      yield { item: storage.itemOf(attributes), kind, amount };
    }
    for (const [amount, attributes] of measured(metrics, 'gcp.storage.client.io')) {
      const isUp = attributes['network.io.direction'] === 'transmit';
      yield { item: storage.itemOf(attributes), kind: isUp ? 'bytes up' : 'bytes down', amount };
    }
  },
};
