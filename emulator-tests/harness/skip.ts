import * as jest from '@jest/globals';

type TestFunction = Parameters<typeof jest.test>[1];

/** The reason is part of the title, where the tally finds it. */
const marker = ' [skipped: ';

/** A test that only runs if `condition` holds. Otherwise it is skipped and counted, and the reason is printed at the end. */
export function testIf(condition: boolean, reason: string) {
  return (name: string, run: TestFunction, timeout?: number): void => {
    if (condition) jest.test(name, run, timeout);
    // oxlint-disable-next-line jest/no-disabled-tests -- this is where they are disabled, with a reason
    else jest.test.skip(`${name}${marker}${reason}]`, run);
  };
}
