import { signingKey } from '@wagw/shared/webhooks/signature';

/** Where events are posted. */
export interface Endpoint {
  readonly url: URL;
  /** Absent when the operator gave no secret: then webhooks are not signed. */
  readonly key: Buffer | undefined;
}

/** The endpoint that the environment names (`APP_WEBHOOK_URL`), if any. */
export function endpointFromSettings(settings: {
  APP_WEBHOOK_URL?: string | undefined;
  WEBHOOK_SECRET?: string | undefined;
}): Endpoint | undefined {
  if (settings.APP_WEBHOOK_URL === undefined) return undefined;
  return {
    url: new URL(settings.APP_WEBHOOK_URL),
    key: settings.WEBHOOK_SECRET === undefined ? undefined : signingKey(settings.WEBHOOK_SECRET),
  };
}
