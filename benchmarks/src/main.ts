import { parseOptions, usage } from './options.ts';
import { asJson, asTable } from './report.ts';
import { run } from './run.ts';

try {
  const { help, json } = parseOptions(process.argv.slice(2));
  if (help) {
    process.stdout.write(usage);
  } else {
    const results = await run((line) => process.stderr.write(`measuring ${line}\n`));
    process.stdout.write(json ? asJson(results) : `\n${asTable(results)}`);
  }
} catch (error) {
  process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
