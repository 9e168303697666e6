import { join } from 'node:path';
import type { Backends } from '../backend.ts';
import { storageLaunchers } from './launchers.ts';

export const backends: Backends = {
  service: 'storage',
  title: 'Storage',
  hostVariable: 'STORAGE_EMULATOR_HOST',
  // The client puts the value before its paths as it is.
  hostValue: (host) => `http://${host}`,
  launchers: storageLaunchers,
  scripted: {
    title: 'scripted Storage server',
    file: join(import.meta.dirname, 'scripted', 'server.ts'),
  },
};
