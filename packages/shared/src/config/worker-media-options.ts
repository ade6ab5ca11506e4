import { z } from 'zod';
import { duration, integer } from './read-config.ts';

/** How the worker brings the files of messages, in both directions. */
export const workerMediaOptions = {
  MEDIA_FETCH_TIMEOUT: duration
    .default(60_000)
    .describe('How long fetching a file by its URL may take. The other sends of the session wait meanwhile.'),
  MEDIA_AUTO_DOWNLOAD: z
    .enum(['on', 'off'], 'must be on or off')
    .default('on')
    .describe('Whether the files of received messages are downloaded and stored by themselves.'),
  MEDIA_DOWNLOAD_MAX_MB: integer(0, 2_048)
    .default(64)
    .describe('How many MiB a received file may have; a larger one is not downloaded.'),
  FFMPEG_PATH: z
    .string()
    .default('ffmpeg')
    .describe('The program that makes voice messages of recordings that are not Ogg with Opus.'),
} as const;
