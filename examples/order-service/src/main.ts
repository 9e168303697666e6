import { Console } from 'node:console';
import { messageOf } from './errors.ts';
import { parseOptions, usage } from './options.ts';

function fail(error: unknown): void {
  console.error(`order-service: ${messageOf(error)}`);
  process.exitCode = 1;
}

// Stdout is for the report: what a library may log (with OTEL_LOG_LEVEL, for example) goes to stderr.
globalThis.console = new Console(process.stderr);

// Whoever reads the report may leave before its end, as `head` does.
process.stdout.on('error', (error) => {
  if (!('code' in error) || error.code !== 'EPIPE') fail(error);
});

try {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(usage);
  } else {
    // Not before: libraries take hold of the console when they are loaded.
    const { run } = await import('./run.ts');
    await run(options);
  }
} catch (error) {
  fail(error);
  // What a broken run left open would keep the process for as long as its libraries hope for an answer.
  process.exit();
}
