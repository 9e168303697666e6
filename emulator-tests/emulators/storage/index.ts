import { join } from 'node:path';
import type { Backends } from '../backend.ts';
import { storageLaunchers } from './launchers.ts';

export const backends: Backends = {
  service: 'storage',
  title: 'Storage',
  hostVariable: 'STORAGE_EMULATOR_HOST',
  // The client prepends the value to its paths unchanged.
  hostValue: (host) => `http://${host}`,
  launchers: storageLaunchers,
  scripted: {
    title: 'scripted Storage server',
    file: join(import.meta.dirname, 'scripted', 'server.ts'),
  },
};
