import { generating } from '../../suites/invisibility/generated.ts';
import { calls } from './calls.ts';
import { storageKit, type Client, type Kit } from './kit.ts';

export default generating<Client, Kit>(storageKit, calls);
