import { join } from 'node:path';
import type { Backends } from '../backend.ts';
import { firestoreLaunchers } from './launchers.ts';

export const backends: Backends = {
  service: 'firestore',
  title: 'Firestore',
  hostVariable: 'FIRESTORE_EMULATOR_HOST',
  launchers: firestoreLaunchers,
  scripted: {
    title: 'scripted Firestore server',
    file: join(import.meta.dirname, 'scripted', 'server.ts'),
  },
};
