import { createServer } from 'node:http';

/** What a scripted server was asked, for the tests to read over HTTP. */
export class RequestLog<Request> {
  #requests: Request[] = [];

  add(request: Request): void {
    this.#requests.push(request);
  }

  /** `GET` tells the requests; `DELETE` forgets them, and whatever `onReset` forgets. */
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
