/** How a failure crosses a process boundary: structured clone would keep only an error's name and message. */
import { z } from 'zod';
import { failureCodes, StudioFailure } from './failure.ts';

export const wireFailureSchema = z.strictObject({
  code: z.enum(failureCodes),
  details: z.record(z.string(), z.unknown()),
});
export type WireFailure = z.infer<typeof wireFailureSchema>;

/** Anything that is not a StudioFailure becomes 'unexpected', with what the log needs in its details. */
export function toWireFailure(error: unknown): WireFailure {
  if (error instanceof StudioFailure) return { code: error.code, details: plain(error.details) };
  const details =
    error instanceof Error ? { reason: error.message, stack: error.stack } : { reason: String(error) };
  return { code: 'unexpected', details: plain(details) };
}

export function fromWireFailure(value: unknown): StudioFailure {
  const parsed = wireFailureSchema.safeParse(value);
  if (parsed.success) return new StudioFailure(parsed.data.code, parsed.data.details);
  return new StudioFailure('unexpected', { reason: value instanceof Error ? value.message : String(value) });
}

/** Details come from anywhere; what cannot be written down must not keep the failure from crossing. */
function plain(details: Readonly<Record<string, unknown>>): Record<string, unknown> {
  try {
    return JSON.parse(JSON.stringify(details));
  } catch {
    return { reason: 'details could not be written down' };
  }
}
