import { describe, expect, test } from '@jest/globals';
import { type Bill, priceOf, type PriceOptions, type Usage } from '../src/index.ts';
import { documents, operations, units } from './usage.ts';

const day = '2026-12-01';

/** Prices, quantities and dollars of the lines, and the reasons of what has no price. */
const summary = (usage: Usage, options: PriceOptions = {}) => {
  const { lines, unpriced, warnings } = priceOf(usage, { day, ...options });
  return [
    ...lines.map(({ price, quantity, usd, precision, assumes }) =>
      [
        `${price}: ${quantity} = ${Number(usd.toPrecision(12))}`,
        ...(precision === 'at_least' ? [precision] : []),
        ...(assumes ? [assumes] : []),
      ].join('; '),
    ),
    ...unpriced.map(({ quantity, unit, reason }) => `${quantity} ${unit}: ${reason}`),
    ...warnings,
  ];
};

test('a bill: lines, their total, and what has no price', () => {
  const attributes = {
    'gcp.firestore.billing.kind': 'read',
    'gcp.firestore.billing.precision': 'at_least',
    'http.route': '/orders',
  };
  const usage = [documents('read', 50_000, attributes), units('gemini-9', ['input', 'token'], 7)];
  expect(priceOf(usage, { region: 'us-central1' })).toEqual({
    lines: [
      {
        price: 'firestore/us-central1/read',
        attributes,
        quantity: 50_000,
        unit: 'operation',
        usd: 0.015,
        precision: 'at_least',
      },
    ],
    total: 0.015,
    unpriced: [
      {
        attributes: usage[1]!.attributes,
        quantity: 7,
        unit: 'token',
        reason: 'the list has no price "vertexai/gemini-9/input": add it with `prices`',
      },
    ],
    warnings: [],
  } satisfies Bill);
});

describe('where the data is', () => {
  test('changes what Firestore costs', () => {
    const usage = [documents('write', 100_000)];
    expect(summary(usage, { region: 'nam5' })).toEqual(['firestore/nam5/write: 100000 = 0.18']);
    expect(summary(usage, { region: 'europe-west1' })).toEqual([
      'firestore/europe-west1/write: 100000 = 0.099',
    ]);
  });

  test.each([
    ['us-central1', 'region', 5],
    ['EU', 'multi-region', 10],
    ['nam4', 'dual-region', 10],
    ['us-central1+us-east1', 'dual-region', 10],
  ])('%s is a %s of Cloud Storage', (region, type, usd) => {
    expect(summary([operations('a', 1_000_000, 'STANDARD')], { region })).toEqual([
      `storage/${type}/standard/class_a: 1000000 = ${usd}`,
    ]);
  });

  test('is told by a function, for each use', () => {
    const usage = [
      documents('read', 100_000, { 'db.namespace': 'p|(default)' }),
      documents('read', 100_000, { 'db.namespace': 'p|archive' }),
    ];
    const region: PriceOptions['region'] = ({ 'db.namespace': database }) =>
      database === 'p|archive' ? 'nam5' : 'us-central1';
    expect(summary(usage, { region })).toEqual([
      'firestore/us-central1/read: 100000 = 0.03',
      'firestore/nam5/read: 100000 = 0.06',
    ]);
  });

  test('is asked for, or refused, in one line each', () => {
    const usage = [documents('read', 3), operations('b', 2)];
    expect(summary(usage)).toEqual([
      '3 operation: the price depends on the location: set `region`',
      '2 operation: the price depends on the location: set `region`',
    ]);
    expect(summary(usage, { region: 'mars' })).toEqual([
      '3 operation: the list has no price "firestore/mars/read": add it with `prices`',
      '2 operation: "mars" is not a location of Cloud Storage: set `region` to one',
    ]);
    const broken = () => {
      throw new Error('no such tenant');
    };
    expect(
      summary([documents('read', 3), units('gemini-2.5-pro', ['input', 'token'], 1_000_000)], {
        region: broken,
      }),
    ).toEqual([
      'vertexai/gemini-2.5-pro/input: 1000000 = 1.25',
      '3 operation: the price depends on the location: set `region`',
      'region: the function threw Error: no such tenant',
    ]);
  });
});

describe('Cloud Storage', () => {
  test('costs by storage class, and to read what is not Standard', () => {
    const received = (storageClass: string, bytes: number, direction = 'receive') => ({
      name: 'gcp.storage.client.io',
      attributes: { 'network.io.direction': direction, 'gcp.storage.object.storage_class': storageClass },
      value: bytes,
    });
    const usage = [
      operations('a', 1000, 'ARCHIVE'),
      operations('b', 1000, 'REGIONAL'),
      operations('b', 1000),
      received('NEARLINE', 2 ** 31),
      received('STANDARD', 2 ** 31),
      received('NEARLINE', 2 ** 31, 'transmit'),
    ];
    expect(summary(usage, { region: 'us-east1' })).toEqual([
      'storage/region/archive/class_a: 1000 = 0.05',
      'storage/region/standard/class_b: 1000 = 0.0004',
      'storage/region/standard/class_b: 1000 = 0.0004; the storage class is Standard',
      'storage/region/nearline/retrieval: 2 = 0.02',
    ]);
  });
});

const modality = (of: string) => ({ 'gcp.vertex_ai.billing.modality': of });
const million = (model: string, kind: string, more = {}) => units(model, [kind, 'token'], 1_000_000, more);
const gemini = { 'gen_ai.provider.name': 'gcp.gemini' };
const traffic = (type: string) => ({ 'gcp.vertex_ai.traffic_type': type });

describe('models', () => {
  test('cost by kind, modality and length of the prompt', () => {
    const long = { 'gcp.vertex_ai.billing.long_context': true };
    expect(
      summary([
        million('gemini-2.5-flash', 'input', modality('text')),
        million('gemini-2.5-flash', 'input', modality('audio')),
        million('gemini-2.5-flash', 'cached_input'),
        million('gemini-2.5-flash', 'output'),
        million('gemini-2.5-flash', 'reasoning'),
        million('gemini-2.5-pro', 'input', long),
        million('gemini-2.5-flash', 'input', long),
        million('gemini-2.5-flash-001', 'cache_storage'),
        units('gemini-2.5-flash', ['cache_storage', 'token_hour'], 500_000),
      ]),
    ).toEqual([
      'vertexai/gemini-2.5-flash/input: 1000000 = 0.3',
      'vertexai/gemini-2.5-flash/input/audio: 1000000 = 1',
      'vertexai/gemini-2.5-flash/cached_input: 1000000 = 0.03',
      'vertexai/gemini-2.5-flash/output: 1000000 = 2.5',
      'vertexai/gemini-2.5-flash/output: 1000000 = 2.5',
      'vertexai/gemini-2.5-pro/input/long: 1000000 = 2.5',
      'vertexai/gemini-2.5-flash/input: 1000000 = 0.3',
      'vertexai/gemini-2.5-flash/cache_storage: 500000 = 0.5',
      '1000000 token: the price "vertexai/gemini-2.5-flash/cache_storage" is for the unit token_hour, not for token',
    ]);
  });

  test('cost by API and kind of traffic; where the list has no such price, what is assumed is said', () => {
    expect(
      summary([
        million('gemini-2.0-flash', 'output'),
        million('gemini-2.0-flash', 'output', gemini),
        million('gemini-2.5-pro', 'output', { ...gemini, ...traffic('BATCH') }),
        million('gemini-2.5-pro', 'output', traffic('BATCH')),
        million('gemini-2.5-pro', 'cached_input', traffic('ON_DEMAND_FLEX')),
        million('gemini-2.5-pro', 'output', traffic('ON_DEMAND_PRIORITY')),
        million('gemini-2.5-pro', 'output', traffic('PROVISIONED_THROUGHPUT')),
        million('gemini-1.5-pro', 'output', traffic('ON_DEMAND')),
      ]),
    ).toEqual([
      'vertexai/gemini-2.0-flash/output: 1000000 = 0.6',
      'gemini/gemini-2.0-flash/output: 1000000 = 0.4',
      'gemini/gemini-2.5-pro/output/batch: 1000000 = 5',
      'vertexai/gemini-2.5-pro/output: 1000000 = 5; batch costs 0.5 times as much as standard',
      'vertexai/gemini-2.5-pro/cached_input: 1000000 = 0.125; flex costs 1 times as much as standard',
      'vertexai/gemini-2.5-pro/output: 1000000 = 18; priority costs 1.8 times as much as standard',
      'gemini/gemini-1.5-pro/output: 1000000 = 5; the price of the Gemini API',
      '1000000 token: provisioned throughput is billed by capacity, not by use',
    ]);
  });

  test('cost what they search, draw, film and embed', () => {
    expect(
      summary([
        units('gemini-3.5-flash', ['search', 'query'], 2),
        units('gemini-2.5-flash', ['search', 'prompt'], 1),
        units('gemini-2.5-flash', ['maps', 'prompt'], 1),
        units('imagen-4.0-generate-001', ['image', 'image'], 2),
        units('veo-2.0-generate-001', ['video', 'second'], 16),
        units('text-embedding-005', ['embedding', 'character'], 1000),
        units('gemini-embedding-001', ['embedding', 'token'], 1_000_000),
      ]),
    ).toEqual([
      'vertexai/gemini-3/queries: 2 = 0.028',
      'vertexai/gemini-2/prompts: 1 = 0.035',
      'vertexai/gemini-2/maps: 1 = 0.025',
      'vertexai/imagen-4.0-generate-001/image: 2 = 0.08',
      'vertexai/veo-2.0-generate-001/video: 16 = 8; at_least',
      'vertexai/text-embedding-005/characters: 1000 = 0.000025',
      'vertexai/gemini-embedding-001/embedding: 1000000 = 0.15',
    ]);
  });

  test('cost more from the day that Google has announced', () => {
    const usage = [million('gemini-3.8-flash', 'input', gemini)];
    expect(summary(usage, { day: '2026-12-31' })).toEqual(['gemini/gemini-3.8-flash/input: 1000000 = 0.75']);
    expect(summary(usage, { day: '2027-01-01' })).toEqual(['gemini/gemini-3.8-flash/input: 1000000 = 1.5']);
  });
});

describe('prices of your own', () => {
  const usage = [documents('read', 100_000), documents('write', 100_000)];
  const region = 'us-central1';

  test('replace single lines, and add some', () => {
    const prices = {
      'firestore/us-central1/read': { usd: 0.01 },
      'gemini/gemini-3.8-flash/input': { usd: 0.5 },
      'vertexai/mine/input': { usd: 4, per: 1_000_000, unit: 'token' },
    } as const;
    expect(
      summary([...usage, million('mine', 'input'), million('gemini-3.8-flash', 'input', gemini)], {
        region,
        prices,
        day: '2027-06-01',
      }),
    ).toEqual([
      'firestore/us-central1/read: 100000 = 0.01',
      'firestore/us-central1/write: 100000 = 0.09',
      'vertexai/mine/input: 1000000 = 4',
      'gemini/gemini-3.8-flash/input: 1000000 = 0.5',
    ]);
  });

  test('that cannot be used are told in one line each, and the rest is priced', () => {
    const prices = {
      'firestore/us-central1/read': undefined,
      'firestore/us-central1/delete': { usd: Number.NaN },
      'firestore/us-central1/reed': { usd: 0.02 },
    };
    expect(summary([...usage, documents('delete', 1)], { region, prices })).toEqual([
      'firestore/us-central1/write: 100000 = 0.09',
      '100000 operation: the price "firestore/us-central1/read" cannot be used: it was taken out of the list',
      '1 operation: the price "firestore/us-central1/delete" cannot be used: `usd` must be a number of dollars',
      'prices: "firestore/us-central1/delete" cannot be used: `usd` must be a number of dollars',
      'prices: "firestore/us-central1/reed" cannot be used: `per` must be a number of units. The list has no price of that name',
    ]);
  });
});

describe('hostile usage', () => {
  test('quantities that are no numbers have no price; other metrics and zeros are ignored', () => {
    const usage = [
      documents('read', Number.NaN),
      documents('read', 0),
      { name: 'http.server.request.duration', attributes: {}, value: 3 },
      { name: 'constructor', attributes: {}, value: 3 },
      units('gemini-2.5-pro', ['input', 'litre'], 3),
      {
        ...units('', ['input', 'token'], 3),
        attributes: { 'gcp.vertex_ai.billing.kind': 'input', 'gcp.vertex_ai.billing.unit': 'token' },
      },
    ];
    expect(summary(usage, { region: 'nam5' })).toEqual([
      'NaN operation: the quantity is not a number',
      '3 token: the call has no model',
    ]);
  });

  test.each([undefined, null, 5, {}])('%p is neither metrics nor spans', (usage) => {
    expect(() => priceOf(usage as never)).toThrow(
      new TypeError('priceOf: expected metrics or spans, as the SDK exports them'),
    );
  });
});
