/** Every call says the same of itself where the API is served by a gateway, below a path of another host. */
/* oxlint-disable import/no-unassigned-import -- the first sets the environment, the second registers its tests */
import './behind-gateway';
import './operations.test';
