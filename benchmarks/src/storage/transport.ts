import { channel } from 'node:diagnostics_channel';
import type { Readable } from 'node:stream';

/** The fields of Node's requests that the plugin reads. */
interface Request {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  getHeader(name: string): string | undefined;
}

interface Response {
  readonly statusCode: number;
  readonly headers: { readonly [name: string]: string };
}

/** Sends requests, and publishes them as Node does. Responses arrive at once. */
export interface Transport {
  /** Creates a request. Returns the function to call with the head of its response. */
  send(method: string, path: string): (response: Response) => void;
}

const getHeader = (): undefined => undefined;

/** @param prefix `http.client` for Node's own channels. Nobody subscribes to others. */
export const transport = (prefix: string): Transport => {
  const created = channel(`${prefix}.request.created`);
  const finished = channel(`${prefix}.response.finish`);
  return {
    send(method, path) {
      const request: Request = { method, host: 'storage.googleapis.com', path, getHeader };
      if (created.hasSubscribers) created.publish({ request });
      return (response) => {
        if (finished.hasSubscribers) finished.publish({ request, response });
      };
    },
  };
};

/** A body with the head of a response, like Node's `IncomingMessage`. */
export const withHead = (body: Readable, head: Response): Readable & Response => Object.assign(body, head);
