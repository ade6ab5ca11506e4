import { REASON_CODES, REASONS, type ReasonCode } from '@wagw/shared/health/reasons';
import { z } from 'zod';

export const statusSchema = z
  .enum(['ok', 'degraded', 'unavailable'])
  .describe(
    '`degraded`: requests are accepted, but something waits or fails. `unavailable`: nothing should be sent here.',
  );

export const reasonSchema = z
  .object({
    code: z.enum(REASON_CODES),
    severity: z.enum(['failing', 'degraded']),
    message: z.string().describe('What is wrong.'),
    remedy: z.string().describe('What to do.'),
  })
  .meta({ id: 'HealthReason' });

export const viewReasons = (codes: readonly ReasonCode[]): z.infer<typeof reasonSchema>[] =>
  codes.map((code) => ({ code, ...REASONS[code] }));
