/** Liveness, readiness and the greeting at the root. */
import * as z from 'zod/mini';
import { okCode } from './fields.ts';

export const greeting = z.object({ code: okCode, message: z.string() });

export const health = z.object({ code: okCode, status: z.literal('ok'), stage: z.string() });
