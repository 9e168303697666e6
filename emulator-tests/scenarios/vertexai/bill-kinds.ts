import type { Attributes } from '@opentelemetry/api';
import { vertexaiBill } from '../../emulators/vertexai/bill.ts';
import type { Amounts } from '../../suites/bill/difference.ts';

/** What the spans of models say, except for tokens: those of the conventions are counted in another way than they are billed. */
const onSpans = {
  search_queries: 'query/search',
  grounded_prompts: 'prompt/search',
  maps_prompts: 'prompt/maps',
  images: 'image/image',
  video_seconds: 'second/video',
  characters: 'character/embedding',
  cache_token_hours: 'token_hour/cache_storage',
};

/** How the bills of both libraries are compared. What differs in price is of different kinds. */
export const bills = {
  counter: 'gcp.vertex_ai.client.billing.units',
  rules: vertexaiBill,
  kindOf: (attributes: Attributes): string =>
    [
      attributes['gcp.vertex_ai.billing.unit'],
      attributes['gcp.vertex_ai.billing.kind'],
      ...(attributes['gcp.vertex_ai.billing.long_context'] === true ? ['long'] : []),
      ...(attributes['gcp.vertex_ai.traffic_type'] === 'BATCH' ? ['batch'] : []),
    ].join('/'),
  onSpan: (attributes: Attributes): Amounts =>
    Object.fromEntries(
      Object.entries(onSpans).flatMap(([name, kind]) => {
        const amount = attributes[`gcp.vertex_ai.billing.${name}`];
        return typeof amount === 'number' ? [[kind, amount]] : [];
      }),
    ),
  faults: [
    'http_400',
    'http_403',
    'http_429_once',
    'http_503',
    'html_502',
    'truncated',
    'bad_json',
    'reset_once',
    'hops_2',
    'pending_2',
    'midstream_drop',
    'midstream_bad_json',
    'midstream_error',
    'midstream_raw_error',
    'blocked',
    'finish_SAFETY',
    'finish_NONE',
    'empty',
    'thoughts',
    'image',
    'rich_usage',
    'zero_usage',
    'no_usage',
    'running_usage',
    'grounded',
    'maps',
    'long',
    'filtered',
    'made_2',
    'chunks_5',
  ],
} as const;

/** Models whose answers have units that others lack, so that none of them is left to chance. */
export const billedByThemselves = [
  'gemini-2.5-flash-long',
  'gemini-2.5-flash-grounded',
  'gemini-3-flash-grounded',
  'gemini-2.5-flash-maps',
  'gemini-2.5-flash-rich_usage',
] as const;
