/** Liveness, readiness and the greeting at the root. */
import * as z from 'zod/mini';
import { okCode } from './fields.ts';

export const greeting = z.object({ code: okCode, message: z.string() });

export const readiness = z.object({ code: okCode, status: z.literal('ok'), stage: z.string() });

/** 200 also while a service fails: the process itself is well, and starting it anew would help nobody. */
export const health = z.object({
  code: okCode,
  status: z.enum(['ok', 'degraded']),
  stage: z.string(),
  /** Cloud services whose last call failed, as far as this process has called them within a minute. */
  failing: z.array(z.string()),
});

/** The OpenAPI document; what it says is checked where it is made. */
export const openApi = z.looseObject({
  openapi: z.literal('3.1.0'),
  info: z.looseObject({}),
  paths: z.looseObject({}),
});
