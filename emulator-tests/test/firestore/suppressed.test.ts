import { suppressed } from '../../suites/suppressed.ts';

suppressed('firestore');
