import { canary } from '../../scenarios/spanner/all-secrets.ts';
import { underFlag } from '../../suites/privacy/under-flag.ts';

underFlag({ service: 'spanner', transport: 'grpc', secrets: [canary] });
