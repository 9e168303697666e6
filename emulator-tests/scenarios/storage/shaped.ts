import { shaping } from '../../suites/invisibility/shaped.ts';
import { calls } from './calls.ts';
import { storageKit, tolerateUpstream, type Client, type Kit } from './kit.ts';

export default shaping<Client, Kit>(
  { module: '@gcp-otel/instrumentation-storage', className: 'StorageInstrumentation' },
  (client, tools) => {
    tolerateUpstream();
    return storageKit(client, tools);
  },
  calls,
);
