import { Console } from 'node:console';
import { messageOf } from './errors.ts';
import { parseOptions, usage } from './options.ts';

// Stdout is for the report: what a library may log (with OTEL_LOG_LEVEL, for example) goes to stderr.
globalThis.console = new Console(process.stderr);

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
  console.error(`order-service: ${messageOf(error)}`);
  process.exitCode = 1;
}
