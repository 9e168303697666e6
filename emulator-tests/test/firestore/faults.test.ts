import { faults as all } from '../../scenarios/firestore/all-faults.ts';
import { calls } from '../../scenarios/firestore/calls.ts';
import { faults } from '../../suites/faults/index.ts';

faults({
  service: 'firestore',
  calls,
  faults: all,
  met: [13, 14, 4, 5, 7, 9, 'Error', 'RangeError', 'fine'],
});
