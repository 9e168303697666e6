/** From the points of the billing counters to what is looked up in the price list. */
import { type Attributes, type Point, type Unit, UNITS } from './types';

/** Something that was used, and the names of its price in the list: the first that the list has applies. */
export interface Use {
  readonly attributes: Attributes;
  readonly quantity: number;
  readonly unit: Unit;
  readonly precision: 'exact' | 'at_least';
  readonly candidates: readonly Candidate[];
  /** Why it has no price, where that is known before any list is read. */
  readonly unpriced?: string;
}

export interface Candidate {
  readonly price: string;
  /** The share of the price that applies. Default: 1. */
  readonly factor?: number;
  readonly assumes?: string;
}

/** Where data is stored; its type `undefined` where the name is not one of Google's. */
export type Region = string | undefined;

type Reader = (point: Point, region: Region) => Use | undefined;

const NO_REGION = 'the price depends on the location: set `region`';

/** A database has one location, whose name is in the list as it is. */
const firestore: Reader = ({ attributes, value }, region) => ({
  attributes,
  quantity: value,
  unit: 'operation',
  precision: attributes['gcp.firestore.billing.precision'] === 'at_least' ? 'at_least' : 'exact',
  candidates: [{ price: `firestore/${region}/${String(attributes['gcp.firestore.billing.kind'])}` }],
  ...(region === undefined && { unpriced: NO_REGION }),
});

/** https://cloud.google.com/storage/docs/locations */
const LOCATION_TYPES: readonly (readonly [RegExp, string])[] = [
  [/^(?:us|eu|asia)$/i, 'multi-region'],
  [/^(?:nam|eur|asia)\d+$|^[a-z]+-[a-z]+\d+\+/i, 'dual-region'],
  [/^[a-z]+-[a-z]+\d+$/i, 'region'],
];

const locationType = (region: string): string | undefined =>
  LOCATION_TYPES.find(([pattern]) => pattern.test(region))?.[1];

/** Older names of storage classes are priced as Standard. https://cloud.google.com/storage/docs/storage-classes#legacy */
const STANDARD = /^(?:STANDARD|REGIONAL|MULTI_REGIONAL|DURABLE_REDUCED_AVAILABILITY)$/;

const STORAGE_CLASS = 'gcp.storage.object.storage_class';

const storageUse = (
  { attributes }: Point,
  region: Region,
  what: string,
  amount: Pick<Use, 'quantity' | 'unit'>,
): Use => {
  const storageClass = attributes[STORAGE_CLASS];
  const isKnown = typeof storageClass === 'string';
  const className = !isKnown || STANDARD.test(storageClass) ? 'standard' : storageClass.toLowerCase();
  const type = region === undefined ? undefined : locationType(region);
  const unpriced =
    region === undefined
      ? NO_REGION
      : type === undefined
        ? `"${region}" is not a location of Cloud Storage: set \`region\` to one`
        : undefined;
  return {
    attributes,
    ...amount,
    precision: 'exact',
    candidates: [
      {
        price: `storage/${type}/${className}/${what}`,
        ...(!isKnown && { assumes: 'the storage class is Standard' }),
      },
    ],
    ...(unpriced !== undefined && { unpriced }),
  };
};

const storageOperations: Reader = (point, region) =>
  storageUse(point, region, `class_${String(point.attributes['gcp.storage.billing.class'])}`, {
    quantity: point.value,
    unit: 'operation',
  });

const BYTES_PER_GIB = 2 ** 30;

/** Only what is read has a fee, and only of classes other than Standard. */
const storageBytes: Reader = (point, region) => {
  const { attributes, value } = point;
  const storageClass = attributes[STORAGE_CLASS];
  if (attributes['network.io.direction'] !== 'receive' || typeof storageClass !== 'string') return undefined;
  if (STANDARD.test(storageClass)) return undefined;
  return storageUse(point, region, 'retrieval', { quantity: value / BYTES_PER_GIB, unit: 'GiB' });
};

const TIERS: Readonly<Record<string, string>> = {
  BATCH: 'batch',
  ON_DEMAND_FLEX: 'flex',
  ON_DEMAND_PRIORITY: 'priority',
};

/**
 * What a tier costs where the list has no price of a model for it. Batches and flexible traffic cost half, but no less for
 * what is cached. https://ai.google.dev/gemini-api/docs/pricing
 */
const FACTORS: Readonly<Record<string, (kind: string) => number>> = {
  batch: (kind) => (kind === 'cached_input' ? 1 : 0.5),
  flex: (kind) => (kind === 'cached_input' ? 1 : 0.5),
  priority: () => 1.8,
};

/** The names that prices may have, the most special first. */
const ofModel = (
  api: string,
  model: string,
  kind: string,
  attributes: Attributes,
  tier: string | undefined,
): Candidate[] => {
  const modality = attributes['gcp.vertex_ai.billing.modality'];
  const long = attributes['gcp.vertex_ai.billing.long_context'] === true ? ['long', ''] : [''];
  const modalities = typeof modality === 'string' ? [modality, ''] : [''];
  const names = modalities.flatMap((of) => long.map((length) => [kind, of, length]));
  const at = (parts: readonly string[]) => [api, model, ...parts].filter(Boolean).join('/');
  if (tier === undefined) return names.map((parts) => ({ price: at(parts) }));
  const factor = FACTORS[tier]?.(kind) ?? 1;
  return [
    ...names.map((parts) => ({ price: at([...parts, tier]) })),
    ...names.map((parts) => ({
      price: at(parts),
      factor,
      assumes: `${tier} costs ${factor} times as much as standard`,
    })),
  ];
};

/** Kinds that are in the list by another name. */
const priceKind = (kind: string, unit: string): string => {
  if (kind === 'reasoning') return 'output';
  if (kind === 'embedding' && unit === 'character') return 'characters';
  if (kind === 'search') return unit === 'query' ? 'queries' : 'prompts';
  return kind;
};

/** Versions of a model cost the same: `gemini-2.5-flash-001`. */
const namesOf = (model: string): string[] => [...new Set([model, model.replace(/-\d{3}$/, '')])];

/** Grounding has one price for each family of models. */
const familyOf = (model: string): string => (/^gemini-[12](?!\d)/.test(model) ? 'gemini-2' : 'gemini-3');

const models: Reader = ({ attributes, value }) => {
  const model = attributes['gen_ai.request.model'];
  const { 'gcp.vertex_ai.billing.kind': kind, 'gcp.vertex_ai.billing.unit': unit } = attributes;
  const traffic = String(attributes['gcp.vertex_ai.traffic_type']);
  const known = UNITS.find((one) => one === unit);
  if (known === undefined || typeof kind !== 'string') return undefined;
  const isGrounding = kind === 'search' || kind === 'maps';
  const [own, other] =
    attributes['gen_ai.provider.name'] === 'gcp.gemini' ? ['gemini', 'vertexai'] : ['vertexai', 'gemini'];
  const names = isGrounding ? [familyOf(String(model))] : namesOf(String(model));
  const candidatesIn = (api: string) =>
    names.flatMap((name) => ofModel(api, name, priceKind(kind, known), attributes, TIERS[traffic]));
  const unpriced =
    model === undefined
      ? 'the call has no model'
      : traffic === 'PROVISIONED_THROUGHPUT'
        ? 'provisioned throughput is billed by capacity, not by use'
        : undefined;
  return {
    attributes,
    quantity: value,
    unit: known,
    // Videos with sound or of a higher resolution cost more. No response says which they are.
    precision: kind === 'video' ? 'at_least' : 'exact',
    candidates: [
      ...candidatesIn(own),
      ...candidatesIn(other).map((candidate) => ({
        ...candidate,
        assumes: `the price of ${other === 'gemini' ? 'the Gemini API' : 'Vertex AI'}`,
      })),
    ],
    ...(unpriced !== undefined && { unpriced }),
  };
};

const READERS: Readonly<Record<string, Reader>> = {
  'gcp.firestore.client.billing.operations': firestore,
  'gcp.storage.client.billing.operations': storageOperations,
  'gcp.storage.client.io': storageBytes,
  'gcp.vertex_ai.client.billing.units': models,
};

/** What a point of a metric used; nothing, if it is not one of the bill. */
export const useOf = (point: Point, regionOf: (attributes: Attributes) => Region): Use | undefined => {
  const read = Object.hasOwn(READERS, point.name) ? READERS[point.name] : undefined;
  return read?.(point, regionOf(point.attributes));
};
