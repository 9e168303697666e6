import { operations as table } from '../../../plugins/storage/src/operations.ts';
import { generatedArguments } from '../../suites/invisibility/generated-arguments.ts';

generatedArguments({ service: 'storage', table });
