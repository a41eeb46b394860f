import { randomId } from './random-id.ts';

const key = 'irisvue-companion-tab';

/**
 * Who this page is among the tabs of this phone. A page that is loaded anew is the same one and keeps its lease; the
 * name lies in the tab's storage only between two pages, so that a tab that was duplicated does not inherit it.
 */
export function takeTabId(storage: Storage, page: EventTarget): string {
  const id = read(storage) ?? randomId();
  page.addEventListener('pagehide', () => write(storage, id));
  page.addEventListener('pageshow', () => write(storage, null));
  write(storage, null);
  return id;
}

function read(storage: Storage): string | null {
  try {
    return storage.getItem(key);
  } catch {
    return null;
  }
}

function write(storage: Storage, id: string | null): void {
  try {
    if (id === null) storage.removeItem(key);
    else storage.setItem(key, id);
  } catch {
    // A browser that keeps nothing gives each page a new name: its lease then runs out by itself.
  }
}
