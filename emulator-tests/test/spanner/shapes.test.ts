import { calls } from '../../scenarios/spanner/calls.ts';
import { shapes } from '../../suites/invisibility/shapes.ts';

shapes({ service: 'spanner', calls });
