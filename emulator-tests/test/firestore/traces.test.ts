import { sharedEmulator, sharedScripted } from '../../emulators/index.ts';
import { steps as faults } from '../../scenarios/firestore/faults.ts';
import { steps as listeners } from '../../scenarios/firestore/listeners.ts';
import { steps as reads } from '../../scenarios/firestore/reads.ts';
import { steps as transactions } from '../../scenarios/firestore/transactions.ts';
import { steps as writes } from '../../scenarios/firestore/writes.ts';
import { traces } from '../../suites/traces/index.ts';

const backend = sharedEmulator('firestore');

traces({ scenario: 'firestore/reads', steps: reads, backend });
traces({ scenario: 'firestore/writes', steps: writes, backend });
traces({ scenario: 'firestore/transactions', steps: transactions, backend });
traces({ scenario: 'firestore/listeners', steps: listeners, backend });
traces({ scenario: 'firestore/faults', steps: faults, backend: sharedScripted('firestore') });
