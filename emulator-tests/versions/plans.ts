import {
  startFirestore,
  startScriptedFirestore,
  startScriptedSpanner,
  startScriptedStorage,
  startScriptedVertexAI,
  startSpanner,
  startStorage,
  type Backend,
  type Service,
} from '../emulators/index.ts';
import { firestoreLayers, spannerLayers, storageLayers, vertexaiLayers } from '../suites/layers-of.ts';
import type { Layers } from '../suites/traces/layers.ts';

/** Scenarios of the trace suites, and the backend that they run on. */
export interface Plan {
  readonly scenarios: readonly string[];
  readonly start: () => Promise<Backend<Service>>;
}

export const layers: Readonly<Record<Service, Layers>> = {
  firestore: firestoreLayers,
  storage: storageLayers,
  spanner: spannerLayers,
  vertexai: vertexaiLayers,
};

export type PlanName = Service | 'firestore in firebase-admin' | 'storage in firebase-admin';

/** What is run on each release of a service's client, and of firebase-admin, which has others inside. */
export const plans: Readonly<Record<PlanName, readonly Plan[]>> = {
  firestore: [
    { scenarios: ['reads', 'writes', 'transactions', 'listeners'], start: startFirestore },
    { scenarios: ['faults', 'fields'], start: startScriptedFirestore },
  ],
  storage: [
    { scenarios: ['objects'], start: startStorage },
    { scenarios: ['scripted', 'fields'], start: startScriptedStorage },
  ],
  spanner: [
    { scenarios: ['emulated'], start: startSpanner },
    { scenarios: ['scripted', 'fields'], start: startScriptedSpanner },
  ],
  vertexai: [{ scenarios: ['common', 'fields'], start: startScriptedVertexAI }],
  'firestore in firebase-admin': [
    { scenarios: ['admin', 'reads', 'writes', 'transactions', 'listeners'], start: startFirestore },
    { scenarios: ['faults'], start: startScriptedFirestore },
  ],
  'storage in firebase-admin': [{ scenarios: ['admin'], start: startScriptedStorage }],
};
