import { switching } from '../../suites/invisibility/switched.ts';
import { calls } from './calls.ts';
import { spannerKit, type Client, type Kit } from './kit.ts';

export default switching<Client, Kit>(
  { module: '@gcp-otel/instrumentation-spanner', className: 'SpannerInstrumentation' },
  spannerKit,
  calls,
  60,
);
