import { z } from 'zod';

/** Where files are kept that several hosts need. */
export type BlobStoreAddress =
  | { readonly kind: 'directory'; readonly path: string }
  | { readonly kind: 's3'; readonly bucket: string; readonly prefix: string };

const ADDRESS_FORMS = 'must look like directory:/path, file:///path or s3://bucket/prefix';

export const blobStoreAddress = z.string().transform((text, context): BlobStoreAddress => {
  const path = /^(?:directory:|file:\/\/)(\/[^\0]*)$/.exec(text)?.[1];
  if (path !== undefined) return { kind: 'directory', path };
  const [, bucket, prefix = ''] =
    /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:\/[\w.-]+)*)\/?$/.exec(text) ?? [];
  if (bucket !== undefined) return { kind: 's3', bucket, prefix: prefix.slice(1) };
  context.addIssue({ code: 'custom', message: ADDRESS_FORMS });
  return z.NEVER;
});

const switched = z.enum(['true', 'false'], 'must be true or false').transform((text) => text === 'true');

export const s3Options = {
  S3_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
    .optional()
    .describe("The S3 server of LOGIN_STORE and MEDIA_STORE, if it is not Amazon's."),
  S3_REGION: z.string().min(1).default('us-east-1').describe('The region of the buckets.'),
  S3_FORCE_PATH_STYLE: switched
    .optional()
    .describe(
      "Whether a bucket is named in the path instead of the host name. By default true with S3_ENDPOINT, as most servers want it that are not Amazon's.",
    ),
  AWS_ACCESS_KEY_ID: z
    .string()
    .optional()
    .describe('The access key for the buckets. Without it the roles and profiles of AWS programs apply.'),
  AWS_SECRET_ACCESS_KEY: z.string().optional().describe('The secret that belongs to AWS_ACCESS_KEY_ID.'),
  AWS_SESSION_TOKEN: z.string().optional().describe('The token of a temporary AWS_ACCESS_KEY_ID.'),
} as const;
