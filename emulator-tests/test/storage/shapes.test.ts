import { calls } from '../../scenarios/storage/calls.ts';
import { shapes } from '../../suites/invisibility/shapes.ts';

shapes({ service: 'storage', calls });
