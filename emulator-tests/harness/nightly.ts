/**
 * Whether this is the run of the night (`npm run test:nightly`), which has all that takes long: every shape, every release
 * that is installed, more of what is generated.
 */
export const nightly: boolean = process.env['NIGHTLY'] === '1';
