import { leaks } from '../../suites/leaks/index.ts';

// A hundred that were read from, a hundred that were written to; a hundred more have sent nothing.
leaks('storage', { kinds: 6, abandoned: 200 });
