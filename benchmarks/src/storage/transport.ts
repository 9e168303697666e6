import { channel } from 'node:diagnostics_channel';
import type { Readable } from 'node:stream';

/** What the plugin reads of Node's own requests. */
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

/** Sends requests, and tells of them as Node does. Each answer is there when its request is. */
export interface Transport {
  /** A request has been made; returns what to call when the head of its answer is there. */
  send(method: string, path: string): (response: Response) => void;
}

const getHeader = (): undefined => undefined;

/** @param prefix Node's own channels begin with `http.client`; what is said on others, nobody hears. */
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

/** A body with the head of an answer on it, as Node's `IncomingMessage` is. */
export const withHead = (body: Readable, head: Response): Readable & Response => Object.assign(body, head);
