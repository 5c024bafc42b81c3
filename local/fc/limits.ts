/** Limits of Function Compute 3.0 that the local one keeps (function-compute.md §3, §5, §6). Sizes in bytes. */
export const LIMITS = {
  requestHeaders: 8 * 1024,
  pathAndQuery: 4 * 1024,
  syncBody: 32 * 1024 * 1024,
  asyncBody: 128 * 1024,
  responseHeaders: 8 * 1024,
  responseBody: 32 * 1024 * 1024,
  environment: 4 * 1024,
  codePackage: 100 * 1024 * 1024,
  unzippedCode: 500 * 1024 * 1024,
  logLine: 32 * 1024,
  tailLog: 4 * 1024,
  triggersPerFunction: 50,
  instances: 100,
  readySeconds: 120,
  initializerSeconds: 300,
  preStopSeconds: 90,
  asyncRetryAttempts: 8,
  asyncEventAgeSeconds: 604_800,
} as const;

/** An instance without requests is stopped after this long. UNCERTAIN: the platform publishes no figure. */
export const IDLE_INSTANCE_MS = 5 * 60 * 1000;
