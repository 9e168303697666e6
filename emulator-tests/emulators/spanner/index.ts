import { join } from 'node:path';
import type { Backends } from '../backend.ts';
import { spannerLaunchers } from './launchers.ts';

/** The emulator of the Google Cloud CLI is too old for multiplexed sessions, which newer clients use. */
const plainSessions = {
  GOOGLE_CLOUD_SPANNER_MULTIPLEXED_SESSIONS: 'false',
  GOOGLE_CLOUD_SPANNER_MULTIPLEXED_SESSIONS_PARTITIONED_OPS: 'false',
  GOOGLE_CLOUD_SPANNER_MULTIPLEXED_SESSIONS_FOR_RW: 'false',
};

export const backends: Backends = {
  service: 'spanner',
  title: 'Spanner',
  hostVariable: 'SPANNER_EMULATOR_HOST',
  env: (real) => (real ? plainSessions : {}),
  launchers: spannerLaunchers,
  scripted: {
    title: 'scripted Spanner server',
    file: join(import.meta.dirname, 'scripted', 'server.ts'),
  },
};
