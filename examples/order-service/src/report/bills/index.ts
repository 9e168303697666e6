import type { Bill } from './bill.ts';
import { firestore } from './firestore.ts';
import { models } from './models.ts';
import { spanner } from './spanner.ts';
import { storage } from './storage.ts';

/** In the order of the report. */
export const bills: readonly Bill[] = [firestore, storage, spanner, models];
