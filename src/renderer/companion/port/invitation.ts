import type { Invitation } from './phone-port.ts';

/**
 * What the address that was opened carries: the 22 characters of a QR code, or `c.` and a code that carries a pairing
 * over. Null for a page that was opened by hand.
 */
export function parseInvitation(fragment: string): Invitation | null {
  const text = fragment.replace(/^#/, '');
  const carried = /^c\.([A-Za-z0-9_-]{22})$/.exec(text)?.[1];
  if (carried !== undefined) return { by: 'carryOver', secret: carried };
  return /^[A-Za-z0-9_-]{22}$/.test(text) ? { by: 'link', secret: text } : null;
}

/** Reads the secret once and takes it out of the address, so that neither history nor a shared link has it. */
export function takeInvitation(place: Location, history: History): Invitation | null {
  const invitation = parseInvitation(place.hash);
  if (invitation !== null) history.replaceState(null, '', '#/');
  return invitation;
}
