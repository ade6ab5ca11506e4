import { beforeEach, expect, test } from '@jest/globals';
import { ActionError } from '../engine/actions.ts';
import { testMetrics } from '../testing/parts.ts';
import { A_FILE, createScriptedFiles, type ScriptedFiles } from '../testing/scripted-files.ts';
import { measuredFiles, measureFile } from './measure-file.ts';
import { MediaError } from './media-error.ts';

const SOURCE = { from: 'url', url: 'https://example.com/a.png' } as const;
const { signal } = new AbortController();

let files: ScriptedFiles;
let metrics: ReturnType<typeof testMetrics>;
beforeEach(() => {
  files = createScriptedFiles();
  metrics = testMetrics();
});

const bring = () => measuredFiles(files, metrics.metrics).bring('image', SOURCE, signal);

test('a file that goes out is counted with its size and time', async () => {
  expect((await bring()).file).toEqual(A_FILE);
  expect(await metrics.value('wagw_media_files_total{direction="out",result="ready"}')).toBe(1);
  expect(await metrics.value('wagw_media_bytes_total{direction="out"}')).toBe(A_FILE.bytes);
  expect(await metrics.value('wagw_media_file_seconds_count{direction="out"}')).toBe(1);
});

test.each([
  [new MediaError('media_refused', 'no'), 'media_refused'],
  [new ActionError('gone', 'no'), 'gone'],
  [new Error('the disk is full'), 'unknown'],
])('%s is counted as %s, and passed on', async (error, result) => {
  const failing = measureFile(metrics.metrics, 'in', () => Promise.reject(error), Number);
  await expect(failing).rejects.toBe(error);
  expect(await metrics.value(`wagw_media_files_total{direction="in",result="${result}"}`)).toBe(1);
  expect(await metrics.value('wagw_media_file_seconds_count{direction="in"}')).toBe(0);
});
