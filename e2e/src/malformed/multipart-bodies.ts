import fc from 'fast-check';
import { hostileTexts } from './hostile-values.ts';

interface MultipartBody {
  readonly boundary: string;
  readonly bytes: Buffer;
}

const BOUNDARY = 'b0undary';

const partHeads: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    'content-disposition: form-data; name="file"; filename="a.png"\r\ncontent-type: image/png',
    'content-disposition: form-data; name="message"',
    'content-disposition: form-data; name="file"; filename="../../a"',
    'content-disposition: form-data; name="__proto__"',
    'content-disposition: form-data; name=""',
    'content-disposition: form-data',
    'content-disposition: attachment',
    'content-disposition: form-data; name="file"; filename*=utf-8\'\'%ff%00',
    'content-disposition: form-data; name="message"\r\ncontent-type: application/json',
    'content-type: \xff',
    `x: ${'y'.repeat(20_000)}`,
    'no colon',
    '',
  ),
);

const partBodies = fc.oneof(
  fc.constantFrom(
    '{}',
    '{"to":"5511987654321","type":"image"}',
    '{"to":',
    '',
    '\x89PNG\r\n\x1a\n',
    'x'.repeat(30_000),
  ),
  hostileTexts,
);

const endings = fc.constantFrom(
  `--${BOUNDARY}--\r\n`,
  `--${BOUNDARY}--\r\n`,
  `--${BOUNDARY}--`,
  `--${BOUNDARY}`,
  '',
  '--other--',
  `--${BOUNDARY}--rubbish`,
);

/** Forms with files: cut off, without names, with too many parts, with parts that are none. */
export const multipartBodies: fc.Arbitrary<MultipartBody> = fc
  .record({
    parts: fc.array(fc.tuple(partHeads, partBodies), { maxLength: 4 }),
    repeat: fc.constantFrom(1, 1, 1, 1, 60),
    ending: endings,
    boundary: fc.constantFrom(
      BOUNDARY,
      BOUNDARY,
      BOUNDARY,
      BOUNDARY,
      'another',
      `"${BOUNDARY}"`,
      'x'.repeat(300),
    ),
  })
  .map(({ parts, repeat, ending, boundary }) => {
    const once = parts.map(([head, body]) => `--${BOUNDARY}\r\n${head}\r\n\r\n${body}\r\n`).join('');
    return {
      boundary,
      bytes: Buffer.from((once.length < 40_000 ? once.repeat(repeat) : once) + ending, 'utf8'),
    };
  });
