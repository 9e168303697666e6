/** Every call says the same of itself where the API is served by a gateway, below a path of another host. */
import './behind-gateway';
import './operations.test';
