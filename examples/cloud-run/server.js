import { createServer } from 'node:http';
import { pinoOptions } from '@gcp-otel/auto-instrumentations';
import { FieldValue, Firestore } from '@google-cloud/firestore';
import { pino } from 'pino';

const firestore = new Firestore();
// Each entry names the trace it is written in, and Cloud Logging shows them together.
const log = pino(pinoOptions());

const visit = async () => {
  const page = firestore.doc('pages/home');
  await page.set({ visits: FieldValue.increment(1) }, { merge: true });
  return (await page.get()).get('visits');
};

const server = createServer(async (_request, response) => {
  try {
    const visits = await visit();
    log.info({ visits }, 'visited');
    response.end(`visit ${visits}\n`);
  } catch (error) {
    log.error(error);
    response.writeHead(500).end();
  }
});

server.listen(Number(process.env.PORT ?? 8080), () => log.info({ port: server.address().port }, 'listening'));

// Cloud Run says so ten seconds before it ends the instance. What has been recorded is exported then.
process.once('SIGTERM', () => server.close(() => firestore.terminate()));
