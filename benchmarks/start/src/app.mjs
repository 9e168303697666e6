// An application that answers one request. Prints, in milliseconds: when it started, and what its first request took.
const started = performance.now();
const { createServer, get } = await import('node:http');

const server = createServer((_, response) => response.end('ok'));
await new Promise((listening) => {
  server.listen(0, '127.0.0.1', listening);
});
const before = performance.now();
await new Promise((answered, failed) => {
  get({ host: '127.0.0.1', port: server.address().port }, (response) => {
    response.resume().on('end', answered);
  }).on('error', failed);
});
const firstRequest = performance.now() - before;
const memory = process.memoryUsage().rss / 2 ** 20;
process.stdout.write(`\n${JSON.stringify({ started, firstRequest, memory })}\n`, () => process.exit());
