/** A connection that breaks: bytes of the phone are let through, so many, and then none either way. */
import { type ProxyBetween, proxyBetween } from './proxy-between.ts';

export interface CuttingProxy extends ProxyBetween {
  /** How many bytes more of the phone get through. */
  cutAfter(bytes: number): void;
}

export async function cuttingProxy(port: number): Promise<CuttingProxy> {
  let left = Number.POSITIVE_INFINITY;
  const proxy = await proxyBetween(port, (phone, studio) => {
    studio.pipe(phone);
    phone.on('data', (data) => {
      studio.write(data.subarray(0, Math.max(0, Math.min(data.length, left))));
      left -= data.length;
      if (left <= 0) studio.end(() => phone.destroy());
    });
  });
  return {
    ...proxy,
    cutAfter(bytes) {
      left = bytes;
    },
  };
}
