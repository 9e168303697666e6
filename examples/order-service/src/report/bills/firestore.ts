import { textOf } from '../facts.ts';
import { type Bill, measured } from './bill.ts';

/** Document operations by collection. */
export const firestore: Bill = {
  title: 'Firestore bills',
  kinds: ['reads', 'writes', 'deletes'],
  pricedBy: 'gcp.firestore.billing.kind',
  itemOf: (attributes) => textOf(attributes['db.collection.name'] ?? '(several)'),
  *charges(_spans, metrics) {
    for (const [amount, attributes] of measured(metrics, 'gcp.firestore.client.billing.operations')) {
      const item = firestore.itemOf(attributes);
      yield { item, kind: `${textOf(attributes['gcp.firestore.billing.kind'] ?? '')}s`, amount };
    }
  },
};
