import { calls } from '../../scenarios/firestore/calls.ts';
import { shapes } from '../../suites/invisibility/shapes.ts';

shapes({ service: 'firestore', calls });
