import { GatewayError, UnreachableError, type Upload } from '@wagw/client';

/**
 * Uploads a file, and tells how far it is: of a `fetch` nobody knows that.
 * @param onProgress from 0 to 1
 * @throws GatewayError, UnreachableError
 */
export function uploadFile(
  url: string,
  file: File,
  headers: Readonly<Record<string, string>>,
  onProgress: (part: number) => void,
): Promise<Upload> {
  const form = new FormData();
  form.set('file', file, file.name);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total);
    request.onerror = () => reject(new UnreachableError('the upload broke off', undefined));
    request.onload = () => {
      const { status, response } = request;
      if (status === 201) resolve(response as Upload);
      else reject(new GatewayError(status, (response ?? {}) as GatewayError['problem']));
    };
    request.send(form);
  });
}
