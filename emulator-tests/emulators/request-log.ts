import { createServer } from 'node:http';

/** The options of every scripted server: `--host 127.0.0.1 --port 8080 --control-port 8081 --messages`. */
export const scriptedOptions = {
  host: { type: 'string' },
  port: { type: 'string' },
  'control-port': { type: 'string' },
  /** Whether the log has what was asked and answered. */
  messages: { type: 'boolean', default: false },
} as const;

/** The requests to a scripted server, which tests read over HTTP. */
export class RequestLog<Request> {
  #requests: Request[] = [];

  get requests(): readonly Request[] {
    return this.#requests;
  }

  add(request: Request): void {
    this.#requests.push(request);
  }

  /** `GET` returns the requests. `DELETE` clears them, and calls `onReset`. */
  serve(host: string | undefined, port: number, onReset: () => void): void {
    createServer((request, response) => {
      if (request.method === 'DELETE') {
        this.#requests = [];
        onReset();
      }
      response.setHeader('content-type', 'application/json').end(JSON.stringify(this.#requests));
    }).listen(port, host);
  }
}
