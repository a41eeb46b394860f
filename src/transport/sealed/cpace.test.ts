/** The vectors are those of draft-irtf-cfrg-cpace, "CPace using group ristretto255 and hash SHA-512". */
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { describe, expect, it } from 'vitest';
import { utf8 } from './bytes.ts';
import { cpaceKey, cpaceShare, generator } from './cpace.ts';

const context = {
  password: utf8('Password'),
  channel: hexToBytes('0a41696e69746961746f720a42726573706f6e646572'),
  session: hexToBytes('7e4b4791d6a8ef019b936c79fb7f2c57'),
};
const number = (littleEndian: string) => BigInt(`0x${bytesToHex(hexToBytes(littleEndian).reverse())}`);
const initiator = {
  secret: number('da3d23700a9e5699258aef94dc060dfda5ebb61f02a5ea77fad53f4ff0976d08'),
  share: '383a85dd236978f17f8c8545b50dabc52a39fcdab2cf8bc531ce040ff77ca82d',
};
const responder = {
  secret: number('d2316b454718c35362d83d69df6320f38578ed5984651435e2949762d900b80d'),
  share: 'a6206309c0e8e5f579295e35997ac4300ab3fecec3c17f7b604f3e698fa1383c',
};
const shares = { initiator: hexToBytes(initiator.share), responder: hexToBytes(responder.share) };

describe('CPace', () => {
  it('maps the password where the draft does', () => {
    expect(bytesToHex(generator(context).toBytes())).toBe(
      '5e25411ca1ad7c9debfd0b33ad987a95cefef2d3f15dcc8bd26415a5dfe2e15a',
    );
  });

  it('makes the draft’s shares and key', () => {
    expect(bytesToHex(cpaceShare(context, initiator.secret).share)).toBe(initiator.share);
    expect(bytesToHex(cpaceShare(context, responder.secret).share)).toBe(responder.share);
    const associated = { initiator: utf8('ADa'), responder: utf8('ADb') };
    const key =
      'e91ccb2c0f5e0d0993a33956e3be59754f3f2b07db57631f5394452ea2e7b4354674eb1f5686c078462bf83bec72e8743df440108e638f3526d9b90e85be096f';
    expect(bytesToHex(cpaceKey(context, initiator.secret, shares, shares.responder, associated))).toBe(key);
    expect(bytesToHex(cpaceKey(context, responder.secret, shares, shares.initiator, associated))).toBe(key);
  });

  it.each([
    ['is no element of the group', '2b3c6b8c4f3800e7aef6864025b4ed79bd599117e427c41bd47d93d654b4a51c'],
    ['is the neutral one', '00'.repeat(32)],
    ['is too long', `${initiator.share}00`],
  ])('refuses a share that %s', (_, share) => {
    expect(() => cpaceKey(context, initiator.secret, shares, hexToBytes(share))).toThrow(RangeError);
  });

  it('gives different keys for different passwords, and new shares each time', () => {
    const wrong = { ...context, password: utf8('Passwort') };
    const ours = cpaceShare(context);
    const theirs = cpaceShare(wrong);
    expect(ours.share).not.toEqual(cpaceShare(context).share);
    const both = { initiator: ours.share, responder: theirs.share };
    expect(cpaceKey(context, ours.secret, both, theirs.share)).not.toEqual(
      cpaceKey(wrong, theirs.secret, both, ours.share),
    );
  });
});
