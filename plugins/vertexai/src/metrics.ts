/** The metrics of the GenAI semantic conventions. */
import type { Attributes, Consumed, Metric } from '@gcp-otel/shared';
import { billOf, type Unit } from './billing';

const SHARED = [
  'gen_ai.operation.name',
  'gen_ai.provider.name',
  'gen_ai.request.model',
  'server.address',
  'server.port',
] as const;

/** The attributes of all GenAI client metrics in the semantic conventions. Only the duration also has `error.type`. */
export const metricAttributes = (start: Attributes): Attributes => {
  const attributes: Attributes = {};
  for (const name of SHARED) if (start[name] !== undefined) attributes[name] = start[name];
  return attributes;
};

const RESPONSE_MODEL = 'gen_ai.response.model';

const withModel = (common: Attributes, outcome: Attributes | undefined): Attributes => {
  const model = outcome?.[RESPONSE_MODEL];
  return model === undefined ? common : { ...common, [RESPONSE_MODEL]: model };
};

/** Tool calls do not call a model, and the semantic conventions have no metric for them. */
const asksModel = (start: Attributes): boolean => start['gen_ai.tool.name'] === undefined;

const SECONDS = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
const TOKENS = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864];

/** The kinds of tokens that are input. All others of a bill but `embedding` are output. */
const IS_INPUT: { readonly [kind: string]: boolean } = {
  input: true,
  cached_input: true,
  output: false,
  reasoning: false,
};

/** The tokens of one type that are billed; `undefined`, if the bill of the call has no tokens of an answer. */
const billedTokens = (units: readonly Unit[] | undefined, isInput: boolean): number | undefined => {
  let tokens: number | undefined;
  for (const { amount, unit, kind } of units ?? [])
    if (unit === 'token' && kind in IS_INPUT)
      tokens = (tokens ?? 0) + (IS_INPUT[kind] === isInput ? amount : 0);
  return tokens;
};

const chunksOf = (result: unknown): Partial<Consumed> => Object(result) as Consumed;

export const metrics: readonly Metric[] = [
  {
    name: 'gen_ai.client.operation.duration',
    type: 'histogram',
    unit: 's',
    description: 'GenAI operation duration.',
    boundaries: SECONDS,
    measure({ duration, start, outcome, errorType }, common, record) {
      if (!asksModel(start)) return;
      const attributes = withModel(common, outcome);
      record(duration, errorType === undefined ? attributes : { ...attributes, 'error.type': errorType });
    },
  },
  {
    name: 'gen_ai.client.token.usage',
    type: 'histogram',
    unit: '{token}',
    description: 'Number of input and output tokens used.',
    boundaries: TOKENS,
    measure({ start, outcome, result }, common, record) {
      const bill = billOf(result);
      // What is fetched may have been used before, and may be fetched again.
      if (start['gen_ai.operation.name'] === 'fetch_response' && bill === undefined) return;
      for (const type of ['input', 'output']) {
        const used = outcome?.[`gen_ai.usage.${type}_tokens`];
        if (typeof used !== 'number') continue;
        // The conventions want billable tokens where those differ from the used ones.
        const tokens = billedTokens(bill?.units, type === 'input') ?? used;
        record(tokens, { ...withModel(common, outcome), 'gen_ai.token.type': type });
      }
    },
  },
  {
    name: 'gen_ai.client.operation.time_to_first_chunk',
    type: 'histogram',
    unit: 's',
    description: 'Time to receive the first chunk of a streamed answer.',
    boundaries: SECONDS,
    measure({ result, outcome }, common, record) {
      const { firstAfter } = chunksOf(result);
      if (typeof firstAfter === 'number') record(firstAfter, withModel(common, outcome));
    },
  },
  {
    name: 'gen_ai.client.operation.time_per_output_chunk',
    type: 'histogram',
    unit: 's',
    description: 'Time between each two chunks of a streamed answer.',
    boundaries: SECONDS,
    measure({ result, outcome }, common, record) {
      const { between } = chunksOf(result);
      if (!Array.isArray(between)) return;
      const attributes = withModel(common, outcome);
      for (const seconds of between) record(seconds, attributes);
    },
  },
  {
    name: 'gcp.vertex_ai.client.billing.units',
    type: 'counter',
    unit: '{unit}',
    description: 'What is used and has a price, in the units of the price list, as far as a client knows.',
    bills: true,
    measure({ start, result }, _common, record) {
      const bill = billOf(result);
      if (bill === undefined) return;
      const { units, model, traffic } = bill;
      const requested = start['gen_ai.request.model'] ?? model;
      for (const { amount, unit, kind, modality, isLong } of units) {
        if (amount === 0) continue;
        const attributes: Attributes = {
          'gcp.vertex_ai.billing.unit': unit,
          'gcp.vertex_ai.billing.kind': kind,
          'gen_ai.provider.name': start['gen_ai.provider.name'],
        };
        if (requested !== undefined) attributes['gen_ai.request.model'] = requested;
        if (modality !== undefined) attributes['gcp.vertex_ai.billing.modality'] = modality;
        if (traffic !== undefined) attributes['gcp.vertex_ai.traffic_type'] = traffic;
        if (isLong === true) attributes['gcp.vertex_ai.billing.long_context'] = true;
        record(amount, attributes);
      }
    },
  },
];
