import { switching } from '../../suites/invisibility/switched.ts';
import { calls } from './calls.ts';
import { storageKit, type Client, type Kit } from './kit.ts';

export default switching<Client, Kit>(
  { module: '@gcp-otel/instrumentation-storage', className: 'StorageInstrumentation' },
  storageKit,
  calls,
  60,
);
