import { operations as table } from '../../../plugins/firestore/src/operations.ts';
import { canary } from '../../scenarios/firestore/all-secrets.ts';
import { privacy } from '../../suites/privacy/index.ts';

privacy({ service: 'firestore', table, canary });
