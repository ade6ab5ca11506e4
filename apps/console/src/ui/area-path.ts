/** A link that leaves its area: `areaPath('/conversations/loja')`. Links without it stay within. */
export const areaPath = (path: `/${string}`): string =>
  `~${import.meta.env.BASE_URL.replace(/\/$/, '')}${path}`;
