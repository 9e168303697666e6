/** Entry point of the published bundle. It exports plain properties, where a bundler would generate getters. */
import { listPrices, priceOf } from './index';

export = { listPrices, priceOf };
