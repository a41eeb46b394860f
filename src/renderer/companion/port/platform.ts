import type { DevicePlatform } from '../../../contracts/companion/device.ts';

export interface Phone {
  readonly platform: DevicePlatform;
  /** What to call it until its owner says better. */
  readonly usualName: string;
  /** Opened from the Home Screen, as an app of its own. */
  readonly installed: boolean;
}

/** What a browser says of itself; for words and drawings only. */
export function readPhone(agent: Pick<Navigator, 'userAgent' | 'maxTouchPoints'>, installed: boolean): Phone {
  const { userAgent, maxTouchPoints } = agent;
  if (/iPhone|iPod/.test(userAgent)) return { platform: 'ios', usualName: 'iPhone', installed };
  // An iPad says that it is a Mac, but no Mac has a touch screen.
  if (/iPad/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1)) {
    return { platform: 'ios', usualName: 'iPad', installed };
  }
  if (/Android/.test(userAgent)) {
    const model = /Android [\d.]+; ([^;)]+?)(?: Build\/[^)]*)?\)/.exec(userAgent)?.[1];
    // Chrome calls every phone "K".
    const known = model !== undefined && model.length > 2 && model.length <= 30;
    return { platform: 'android', usualName: known ? model : 'Android phone', installed };
  }
  return { platform: 'other', usualName: 'Phone', installed };
}

export function thisPhone(): Phone {
  return readPhone(navigator, window.matchMedia('(display-mode: standalone)').matches);
}
