import { operations as table } from '../../../plugins/firestore/src/operations.ts';
import { more } from '../../scenarios/firestore/generated.ts';
import { generatedArguments } from '../../suites/invisibility/generated-arguments.ts';

generatedArguments({ service: 'firestore', table, more });
