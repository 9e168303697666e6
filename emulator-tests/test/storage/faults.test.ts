import { expect, test } from '@jest/globals';
import { calls, faults as all } from '../../scenarios/storage/all-faults.ts';
import { services } from '../../services/index.ts';
import { caseAttribute } from '../../suites/calls.ts';
import { faults } from '../../suites/faults/index.ts';

const scope = services.storage.layers.semantic;

faults({
  service: 'storage',
  calls,
  faults: all,
  // Answers that break off strike downloads; others only by chance, through the connections that they share.
  isCompared: (fault, title) => fault !== 'truncated' || /download|createReadStream/.test(title),
  // A server may close an idle connection just as the client sends on it: with us or without, and never the same.
  isMishap: (fault, seen) =>
    !/^(?:reset|truncated)/.test(fault) && ['ECONNRESET', 'FILE_NO_UPLOAD_DELETE'].includes(String(seen)),
  met: [
    400,
    401,
    403,
    404,
    409,
    410,
    412,
    416,
    429,
    500,
    503,
    'ECONNRESET',
    'CONTENT_DOWNLOAD_MISMATCH',
    'FILE_NO_UPLOAD',
    'fine',
  ],
  mayMeetMore: true,
  also(traced) {
    /** Of a call that is one request: how often it was made again, and what was answered at last. */
    test.each([
      ['fine: file.getMetadata', undefined, 200],
      ['fine: file.download', undefined, 200],
      ['http_404: file.getMetadata', undefined, 404],
      ['http_429_once: file.getMetadata', 1, 200],
      ['http_503_2: file.getMetadata (callback)', 2, 200],
      ['http_503_2: file.download', 2, 200],
      ['http_503_2: file.createReadStream', 2, 200],
      ['http_503: file.getMetadata', 3, 503],
      ['http_503: file.createReadStream', 3, 503],
      ['reset_once: file.getMetadata', 1, 200],
      ['reset: file.getMetadata', 3, undefined],
      ['chunk_410: file.save, in a session', undefined, 410],
      ['session_403: file.createWriteStream, in a session', undefined, 403],
    ])('%s: resend_count %p, status_code %p', (title, resent, status) => {
      const { spans } = traced();
      const around = spans.find(({ attributes }) => attributes[caseAttribute] === title);
      const [span] = spans.filter(
        (found) => found.scope.name === scope && found.parentSpanId === around?.spanId,
      );
      expect([
        span?.attributes['http.request.resend_count'],
        span?.attributes['http.response.status_code'],
      ]).toEqual([resent, status]);
    });
  },
});
