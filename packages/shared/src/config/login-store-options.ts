import { z } from 'zod';
import { duration, list } from './read-config.ts';

/** Where logins are kept so that other hosts find them. */
export type LoginStoreAddress =
  | { readonly kind: 'directory'; readonly path: string }
  | { readonly kind: 's3'; readonly bucket: string; readonly prefix: string };

const ADDRESS_FORMS = 'must look like directory:/path, file:///path or s3://bucket/prefix';

const address = z.string().transform((text, context): LoginStoreAddress => {
  const path = /^(?:directory:|file:\/\/)(\/[^\0]*)$/.exec(text)?.[1];
  if (path !== undefined) return { kind: 'directory', path };
  const [, bucket, prefix = ''] =
    /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:\/[\w.-]+)*)\/?$/.exec(text) ?? [];
  if (bucket !== undefined) return { kind: 's3', bucket, prefix: prefix.slice(1) };
  context.addIssue({ code: 'custom', message: ADDRESS_FORMS });
  return z.NEVER;
});

const KEY_FORM = 'must be 32 bytes in base64, or several of them separated by commas';

const key = z
  .string()
  .regex(/^[A-Za-z0-9+/]{43}=$/, KEY_FORM)
  .transform((text) => new Uint8Array(Buffer.from(text, 'base64')));

const switched = z.enum(['true', 'false'], 'must be true or false').transform((text) => text === 'true');

export const loginStoreOptions = {
  LOGIN_STORE: address
    .optional()
    .describe(
      'Where copies of the WhatsApp logins are kept for other hosts: directory:/path, or s3://bucket/prefix. Each host then has a SESSIONS_PATH of its own. Without it all workers must share SESSIONS_PATH.',
    ),
  LOGIN_STORE_KEY: list
    .pipe(z.array(key))
    .default([])
    .describe(
      'Encrypts the logins in LOGIN_STORE: 32 random bytes in base64, for example from: openssl rand -base64 32. Of several, separated by commas, the first encrypts and all decrypt.',
    ),
  LOGIN_SAVE_INTERVAL: duration
    .pipe(z.number().min(10_000, 'must be at least 10s'))
    .default(600_000)
    .describe(
      'How often the login of a connected session is saved. It is also saved soon after it connects and when it stops.',
    ),
  S3_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
    .optional()
    .describe("The S3 server of LOGIN_STORE, if it is not Amazon's."),
  S3_REGION: z.string().min(1).default('us-east-1').describe('The region of the bucket.'),
  S3_FORCE_PATH_STYLE: switched
    .optional()
    .describe(
      "Whether the bucket is named in the path instead of the host name. By default true with S3_ENDPOINT, as most servers want it that are not Amazon's.",
    ),
  AWS_ACCESS_KEY_ID: z
    .string()
    .optional()
    .describe('The access key for the bucket. Without it the roles and profiles of AWS programs apply.'),
  AWS_SECRET_ACCESS_KEY: z.string().optional().describe('The secret that belongs to AWS_ACCESS_KEY_ID.'),
  AWS_SESSION_TOKEN: z.string().optional().describe('The token of a temporary AWS_ACCESS_KEY_ID.'),
} as const;
