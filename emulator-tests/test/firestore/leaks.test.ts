import { leaks } from '../../suites/leaks/index.ts';

leaks('firestore', { kinds: 6, abandoned: 300 });
