import { shaping } from '../../suites/invisibility/shaped.ts';
import { calls } from './calls.ts';
import { spannerKit, type Client, type Kit } from './kit.ts';

export default shaping<Client, Kit>(
  {
    module: '@gcp-otel/instrumentation-spanner',
    className: 'SpannerInstrumentation',
    // The client's own spans look at what it is given, and fall over some of it.
    config: { nativeSpans: 'keep' },
  },
  spannerKit,
  calls,
);
