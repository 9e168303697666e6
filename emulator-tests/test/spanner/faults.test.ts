import { droppable, faults as all } from '../../scenarios/spanner/all-faults.ts';
import { dataInCallbacks as calls } from '../../scenarios/spanner/calls.ts';
import { faults } from '../../suites/faults/index.ts';

faults({
  service: 'spanner',
  calls,
  faults: all,
  struckBy: (fault) => Object.keys(calls).filter((title) => fault !== 'reset_once' || droppable.test(title)),
  // The client's own getDatabaseDialect() falls over its failure: that is the TypeError.
  met: [10, 13, 14, 4, 5, 7, 'RangeError', 'TypeError', 'fine'],
});
