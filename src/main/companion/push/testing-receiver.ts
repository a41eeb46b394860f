/**
 * A browser's push service and a browser in one: it takes what the studio posts, checks who it says it is, and
 * decrypts it as a browser would (RFC 8188, 8291, 8292), with nothing but Node's own cryptography.
 */
import { createDecipheriv, createECDH, createHmac, createPublicKey, randomBytes, verify } from 'node:crypto';
import { createServer } from 'node:https';
import { issueAuthority, issueLeaf } from '../certificates/issue.ts';

export const receiverHost = 'relay.irisvue-test.local';

export interface ReceivedPush {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** What the signed token claims; null where its signature is wrong. */
  readonly claims: Readonly<Record<string, unknown>> | null;
}

export interface PushReceiver {
  readonly endpoint: string;
  readonly subscription: { endpoint: string; p256dh: string; auth: string };
  /** PEM of what it is to be trusted by. */
  readonly authority: string;
  readonly received: ReceivedPush[];
  /** Answered to what comes next; 201 unless told. */
  answer: { status: number; headers?: Record<string, string> };
  close(): Promise<void>;
}

export async function startPushReceiver(): Promise<PushReceiver> {
  const now = Date.now();
  const authority = await issueAuthority('Test relay', [receiverHost], now);
  const leaf = await issueLeaf(authority, [receiverHost], [], now);
  const browser = createECDH('prime256v1');
  browser.generateKeys();
  const auth = randomBytes(16);
  const received: ReceivedPush[] = [];
  const server = createServer(
    {
      cert: `${leaf.certificate}\n${authority.intermediate}`,
      key: `-----BEGIN PRIVATE KEY-----\n${Buffer.from(leaf.key).toString('base64')}\n-----END PRIVATE KEY-----\n`,
    },
    (request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        const text = decrypt(Buffer.concat(pieces), browser, auth);
        received.push({
          headers: request.headers,
          text,
          claims: claimsOf(request.headers.authorization ?? ''),
        });
        response.writeHead(receiver.answer.status, receiver.answer.headers).end();
      });
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const endpoint = `https://${receiverHost}:${port}/push/abc`;
  const receiver: PushReceiver = {
    endpoint,
    subscription: {
      endpoint,
      p256dh: browser.getPublicKey('base64url'),
      auth: auth.toString('base64url'),
    },
    authority: authority.root,
    received,
    answer: { status: 201 },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}

const hmac = (key: Uint8Array, ...parts: Uint8Array[]) =>
  createHmac('sha256', key).update(Buffer.concat(parts)).digest();
const one = Buffer.from([1]);

/** One record of `aes128gcm`: salt, record size, the sender's key, then the sealed text and its padding mark. */
function decrypt(body: Buffer, browser: ReturnType<typeof createECDH>, auth: Buffer): string {
  const salt = body.subarray(0, 16);
  const keyLength = body.readUInt8(20);
  const sender = body.subarray(21, 21 + keyLength);
  const sealed = body.subarray(21 + keyLength);
  const shared = browser.computeSecret(sender);
  const about = Buffer.concat([Buffer.from('WebPush: info\0'), browser.getPublicKey(), sender]);
  const input = hmac(hmac(auth, shared), about, one);
  const pseudorandom = hmac(salt, input);
  const key = hmac(pseudorandom, Buffer.from('Content-Encoding: aes128gcm\0'), one).subarray(0, 16);
  const nonce = hmac(pseudorandom, Buffer.from('Content-Encoding: nonce\0'), one).subarray(0, 12);
  const decipher = createDecipheriv('aes-128-gcm', key, nonce);
  decipher.setAuthTag(sealed.subarray(-16));
  const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  const end = padded.lastIndexOf(2);
  return padded.subarray(0, end).toString('utf8');
}

/** `vapid t=<token>, k=<public key>`, the token signed with that key (ES256). */
function claimsOf(authorization: string): Record<string, unknown> | null {
  const [, token = '', key = ''] = /^vapid t=([^,]+), k=(.+)$/.exec(authorization) ?? [];
  const [head = '', claims = '', signature = ''] = token.split('.');
  const point = Buffer.from(key, 'base64url');
  if (point.length !== 65) return null;
  const publicKey = createPublicKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    },
  });
  const isTheirs = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  return isTheirs ? { ...JSON.parse(Buffer.from(claims, 'base64url').toString()), key } : null;
}
