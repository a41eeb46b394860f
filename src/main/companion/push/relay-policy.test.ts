import { expect, it } from 'vitest';
import { isPublicAddress, knownRelays } from './relay-policy.ts';

it('takes the relays of the browsers’ makers over HTTPS and nothing that only looks like one', () => {
  for (const endpoint of [
    'https://fcm.googleapis.com/fcm/send/abc:def',
    'https://updates.push.services.mozilla.com/wpush/v2/abc',
    'https://web.push.apple.com/QGuQy',
    'https://wns2-par02p.notify.windows.com/w/?token=abc',
  ]) {
    expect(knownRelays.allows(endpoint), endpoint).toBe(true);
  }
  for (const endpoint of [
    'http://fcm.googleapis.com/fcm/send/abc',
    'https://fcm.googleapis.com:8443/fcm/send/abc',
    'https://user@fcm.googleapis.com/fcm/send/abc',
    'https://fcm.googleapis.com.evil.example/fcm/send/abc',
    'https://evilpush.apple.com.example/x',
    'https://push.apple.com@192.168.1.1/x',
    'https://192.168.1.1/x',
    'https://[::1]/x',
    'https://router.local/x',
    'https://localhost/x',
    'not an address',
  ]) {
    expect(knownRelays.allows(endpoint), endpoint).toBe(false);
  }
});

it('calls public addresses only', () => {
  for (const address of ['17.253.144.10', '142.250.74.10', '2a00:1450:4001:830::200a']) {
    expect(isPublicAddress(address), address).toBe(true);
  }
  for (const address of [
    '127.0.0.1',
    '10.0.0.1',
    '100.100.1.1',
    '169.254.169.254',
    '172.31.0.1',
    '192.168.1.1',
    '0.0.0.0',
    '255.255.255.255',
    '::1',
    '::ffff:192.168.1.1',
    'fe80::1',
    'fd00::1',
    '2001:db8::1',
    '2002:c0a8:0101::1',
    'router.local',
    '',
  ]) {
    expect(isPublicAddress(address), address).toBe(false);
  }
});
