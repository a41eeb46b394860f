/**
 * Values by id with listeners by id: a change of one photo wakes that photo's card and nobody else, which a store
 * with one list of listeners cannot do for twenty thousand cards.
 */
import { useCallback, useSyncExternalStore } from 'react';

export class KeyedStore<Value> {
  readonly #values = new Map<string, Value>();
  readonly #listeners = new Map<string, Set<() => void>>();

  get size(): number {
    return this.#values.size;
  }

  get(key: string): Value | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: Value): void {
    if (this.#values.get(key) === value) return;
    this.#values.set(key, value);
    this.#wake(key);
  }

  delete(key: string): void {
    if (this.#values.delete(key)) this.#wake(key);
  }

  /** Forgets everything; listeners stay and hear of it. */
  clear(): void {
    const keys = [...this.#values.keys()];
    this.#values.clear();
    for (const key of keys) this.#wake(key);
  }

  subscribe(key: string, listener: () => void): () => void {
    let listeners = this.#listeners.get(key);
    if (listeners === undefined) {
      listeners = new Set();
      this.#listeners.set(key, listeners);
    }
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(key) === listeners) this.#listeners.delete(key);
    };
  }

  #wake(key: string): void {
    const listeners = this.#listeners.get(key);
    if (listeners === undefined) return;
    for (const listener of [...listeners]) listener();
  }
}

export function useKeyed<Value>(store: KeyedStore<Value>, key: string): Value | undefined {
  const subscribe = useCallback((listener: () => void) => store.subscribe(key, listener), [store, key]);
  return useSyncExternalStore(subscribe, () => store.get(key));
}
