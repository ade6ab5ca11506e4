import { startApi } from '@wagw/api/testing/running-api';

/** The OpenAPI document as an api of this source serves it. Needs an installed Redis. */
export async function openapiDocument(): Promise<unknown> {
  const api = await startApi();
  try {
    const response = await fetch(`${api.baseUrl}/openapi.json`);
    return await response.json();
  } finally {
    await api.close();
  }
}
