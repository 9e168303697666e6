/** Google's list prices. */
import type { PriceList } from '../types';
import { FIRESTORE } from './firestore';
import { GEMINI_API } from './gemini-api';
import { parseTable } from './parse';
import { STORAGE } from './storage';
import { VERTEX_AI } from './vertex-ai';

/** The day on which no better source was found. */
const LOOKED_UP = '2026-11-30';

/** When the introductory prices of Gemini 3.6 to 3.8 Flash end. */
const CHANGES = '2027-01-01';

/** Google's list prices by name. Those with `verified: 'secondary'` or `'no'` were not seen on Google's page. */
export const listPrices: PriceList = Object.freeze({
  ...parseTable({
    prefix: 'firestore',
    source: 'https://cloud.google.com/firestore/pricing',
    read: LOOKED_UP,
    readElsewhere: LOOKED_UP,
    text: FIRESTORE,
  }),
  ...parseTable({
    prefix: 'storage',
    source: 'https://cloud.google.com/storage/pricing',
    read: LOOKED_UP,
    readElsewhere: LOOKED_UP,
    text: STORAGE,
  }),
  ...parseTable({
    prefix: 'gemini',
    source: 'https://ai.google.dev/gemini-api/docs/pricing',
    // The copy that was read.
    read: '2026-06-02',
    readElsewhere: LOOKED_UP,
    changes: CHANGES,
    text: GEMINI_API,
  }),
  ...parseTable({
    prefix: 'vertexai',
    source: 'https://cloud.google.com/vertex-ai/generative-ai/pricing',
    read: LOOKED_UP,
    readElsewhere: LOOKED_UP,
    changes: CHANGES,
    text: VERTEX_AI,
  }),
});
