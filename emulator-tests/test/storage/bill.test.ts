import { billing } from '../../suites/bill/index.ts';

billing({ service: 'storage', kinds: ['a', 'b'] });
