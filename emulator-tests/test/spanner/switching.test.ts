import { switching } from '../../suites/invisibility/switching.ts';

switching('spanner');
