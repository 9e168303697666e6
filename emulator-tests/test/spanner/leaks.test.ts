import { leaks } from '../../suites/leaks/index.ts';

// A hundred that are sent at once, a hundred that were read from; a hundred more have sent nothing.
leaks('spanner', { kinds: 7, abandoned: 200 });
