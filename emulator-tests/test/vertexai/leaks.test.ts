import { leaks } from '../../suites/leaks/index.ts';

leaks('vertexai', { kinds: 8, abandoned: 200 });
