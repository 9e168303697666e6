/**
 * Whether this is the nightly run (`npm run test:nightly`), which includes slow tests: every shape, every installed release, and
 * more generated cases.
 */
export const nightly: boolean = process.env['NIGHTLY'] === '1';
