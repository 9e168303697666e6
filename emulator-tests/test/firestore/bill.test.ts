import { billing } from '../../suites/bill/index.ts';

billing({ service: 'firestore', kinds: ['read', 'write', 'delete'] });
