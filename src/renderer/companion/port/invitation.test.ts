import { describe, expect, it } from 'vitest';
import { parseInvitation, takeInvitation } from './invitation.ts';
import { readPhone } from './platform.ts';

const secret = 'Qm9keS1vZi10aGUtc2VjcmV0'.slice(0, 22);

describe('the address that was opened', () => {
  it('carries the secret of a QR code, or a pairing carried over', () => {
    expect(parseInvitation(`#${secret}`)).toEqual({ by: 'link', secret });
    expect(parseInvitation(`#c.${secret}`)).toEqual({ by: 'carryOver', secret });
  });

  it.each(['', '#', '#/', '#/today', `#${secret}x`, `#${secret.slice(1)}`, '#<script>'])(
    'carries nothing in %j',
    (fragment) => expect(parseInvitation(fragment)).toBeNull(),
  );

  it('is cleaned before anything else happens', () => {
    const replaced: unknown[] = [];
    const history = {
      replaceState: (...parts: unknown[]) => replaced.push(parts.at(-1)),
    } as unknown as History;
    takeInvitation({ hash: `#${secret}` } as Location, history);
    expect(replaced).toEqual(['#/']);
    takeInvitation({ hash: '#/today' } as Location, history);
    expect(replaced).toHaveLength(1);
  });
});

describe('which phone this is', () => {
  const read = (userAgent: string, maxTouchPoints = 5) => readPhone({ userAgent, maxTouchPoints }, false);

  it('knows an iPad that says it is a Mac', () => {
    const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15';
    expect(read(mac)).toMatchObject({ platform: 'ios', usualName: 'iPad' });
    expect(read(mac, 0).platform).toBe('other');
  });

  it('calls an Android phone by its model where the browser tells it', () => {
    expect(read('Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36').usualName).toBe('Android phone');
    expect(read('Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/UD1A) AppleWebKit').usualName).toBe('Pixel 8');
  });
});
