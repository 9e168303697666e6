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

/** What is run on each release of a service's client. */
export const plans: Readonly<Record<Service, readonly Plan[]>> = {
  firestore: [
    { scenarios: ['reads', 'writes', 'transactions', 'listeners'], start: startFirestore },
    { scenarios: ['faults'], start: startScriptedFirestore },
  ],
  storage: [
    { scenarios: ['objects'], start: startStorage },
    { scenarios: ['scripted'], start: startScriptedStorage },
  ],
  spanner: [
    { scenarios: ['emulated'], start: startSpanner },
    { scenarios: ['scripted'], start: startScriptedSpanner },
  ],
  vertexai: [{ scenarios: ['common'], start: startScriptedVertexAI }],
};
