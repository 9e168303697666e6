import { textOf } from '../facts.ts';
import { type Bill, measured } from './bill.ts';

/** Tokens by model, as they are billed. */
export const models: Bill = {
  title: 'Model tokens',
  kinds: ['requests', 'input', 'cached', 'output', 'reasoning'],
  pricedBy: 'gcp.vertex_ai.billing.kind',
  itemOf: (attributes) => textOf(attributes['gen_ai.request.model'] ?? '(unknown)'),
  *charges(spans, metrics) {
    for (const { attributes } of spans)
      if (attributes['gen_ai.request.model'] !== undefined)
        yield { item: models.itemOf(attributes), kind: 'requests', amount: 1 };
    for (const [amount, attributes] of measured(metrics, 'gcp.vertex_ai.client.billing.units')) {
      if (attributes['gcp.vertex_ai.billing.unit'] !== 'token') continue;
      const kind = textOf(attributes['gcp.vertex_ai.billing.kind'] ?? '').replace('_input', '');
      yield { item: models.itemOf(attributes), kind, amount };
    }
  },
};
