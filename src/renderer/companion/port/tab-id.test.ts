import { describe, expect, it } from 'vitest';
import { takeTabId } from './tab-id.ts';

function storageOf(): Storage {
  const values = new Map<string, string>();
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => values.set(key, value),
    removeItem: (key: string) => values.delete(key),
  } as unknown as Storage;
}

describe('who a page is among its tabs', () => {
  it('stays the same when the page is loaded anew', () => {
    const storage = storageOf();
    const page = new EventTarget();
    const id = takeTabId(storage, page);
    page.dispatchEvent(new Event('pagehide'));
    expect(takeTabId(storage, new EventTarget())).toBe(id);
  });

  it('is not inherited by a tab that was duplicated while it lived', () => {
    const storage = storageOf();
    const page = new EventTarget();
    const id = takeTabId(storage, page);
    expect(takeTabId(storage, new EventTarget())).not.toBe(id);
    page.dispatchEvent(new Event('pagehide'));
    page.dispatchEvent(new Event('pageshow'));
    expect(takeTabId(storage, new EventTarget())).not.toBe(id);
  });

  it('is a new one each time where nothing is kept', () => {
    const refusing = new Proxy({} as Storage, {
      get() {
        throw new Error('denied');
      },
    });
    expect(takeTabId(refusing, new EventTarget())).toMatch(/^[0-9a-f]{32}$/);
  });
});
