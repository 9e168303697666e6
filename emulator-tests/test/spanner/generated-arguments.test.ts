import { operations as table } from '../../../plugins/spanner/src/operations.ts';
import { more } from '../../scenarios/spanner/generated.ts';
import { generatedArguments } from '../../suites/invisibility/generated-arguments.ts';

generatedArguments({
  service: 'spanner',
  table,
  more,
  // The client's own spans look at what it is given, and fall over some of it.
  options: { config: { nativeSpans: 'keep' } },
});
