import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { type BlobStore, checkKey } from './blob-store.ts';

export interface S3StoreOptions {
  readonly bucket: string;
  /** Before every key; empty, or without slashes at its ends. */
  readonly prefix: string;
  /** Of a server that is not Amazon's. */
  readonly endpoint?: string | undefined;
  readonly region: string;
  /** `endpoint/bucket` instead of `bucket.endpoint`, as most servers that are not Amazon's want it. */
  readonly forcePathStyle: boolean;
  /** Without them the client looks in the places that Amazon's programs share: profile files, roles of a machine or pod. */
  readonly credentials?: S3Credentials | undefined;
}

export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Servers take no smaller parts; what is smaller goes in one request. */
const PART_BYTES = 5 * 2 ** 20;
const CONNECT_MS = 5_000;
/** Without a byte in either direction. */
const SILENCE_MS = 30_000;

/** Objects of a bucket of S3 or of a server that speaks its protocol. */
export function createS3Store(options: S3StoreOptions): BlobStore {
  const { bucket: Bucket, endpoint, region, forcePathStyle, credentials } = options;
  const client = new S3Client({
    region,
    forcePathStyle,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
    requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: SILENCE_MS },
    // Not every server knows the newer checksums; what is stored carries its own.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const before = options.prefix === '' ? '' : `${options.prefix}/`;
  const at = (key: string) => ({ Bucket, Key: before + checkKey(key) });

  return {
    async put(key, content, signal) {
      const upload = new Upload({
        client,
        params: { ...at(key), Body: content, ContentType: 'application/octet-stream' },
        partSize: PART_BYTES,
        queueSize: 1,
      });
      const abort = () => void upload.abort();
      signal?.addEventListener('abort', abort, { once: true });
      try {
        signal?.throwIfAborted();
        await upload.done();
      } catch (error) {
        content.destroy();
        signal?.throwIfAborted();
        throw error;
      } finally {
        signal?.removeEventListener('abort', abort);
      }
    },

    async get(key, signal) {
      try {
        const { Body } = await client.send(new GetObjectCommand(at(key)), {
          ...(signal === undefined ? {} : { abortSignal: signal }),
        });
        if (!(Body instanceof Readable)) throw new Error('The answer of the S3 server has no content');
        return Body;
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },

    async delete(key) {
      await client.send(new DeleteObjectCommand(at(key)));
    },

    async list(sessionId) {
      const keys: string[] = [];
      for await (const page of paginateListObjectsV2(
        { client },
        { Bucket, Prefix: `${before}${sessionId}/` },
      )) {
        for (const { Key } of page.Contents ?? []) if (Key !== undefined) keys.push(Key.slice(before.length));
      }
      return keys.sort();
    },

    close: () => client.destroy(),
  };
}
