/** The loader hook that an ES module needs to be instrumented, without a thread of its own. */
import { register } from 'import-in-the-middle/register-hooks.mjs';

register();
