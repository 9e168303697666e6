/** Ends a run with `N passed, N failed, N skipped`, and tells before it why each test was skipped. */
export default class TallyReporter {
  #namePattern;

  constructor({ testNamePattern }) {
    this.#namePattern = testNamePattern;
  }

  onRunComplete(_contexts, results) {
    const lines = this.#namePattern
      ? []
      : skippedTests(results).map(({ title, reason }) => `skipped: ${title}: ${reason}`);
    lines.push(tally(results));
    // Jest's own summary comes after the last reporter.
    process.once('exit', () => process.stdout.write(`\n${lines.join('\n')}\n`));
  }
}

/** A file that fails to load has no tests, and is a failure all the same. */
export function tally({ numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults }) {
  const broken = testResults.filter(
    ({ testExecError, numFailingTests }) => testExecError && numFailingTests === 0,
  );
  const failed = numFailedTests + broken.length;
  return `${numPassedTests} passed, ${failed} failed, ${numPendingTests + numTodoTests} skipped`;
}

/** `testIf` (harness/skip.ts) puts the reason into the title. */
export function skippedTests({ testResults }) {
  return testResults
    .flatMap((file) => file.testResults)
    .filter(({ status }) => status === 'pending' || status === 'todo')
    .map(({ fullName, status }) => {
      const [, title = fullName, reason = status === 'todo' ? 'to do' : 'no reason given'] =
        /^(.*) \[skipped: (.*)\]$/s.exec(fullName) ?? [];
      return { title, reason };
    });
}
