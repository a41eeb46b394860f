import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useStudio, useStudioState } from '../state/studio-context.ts';
import styles from './SearchField.module.css';

export function SearchField() {
  const studio = useStudio();
  const filter = useStudioState((state) => state.filter);
  const search = useStudioState((state) => state.search);
  const [text, setText] = useState(search);
  const input = useRef<HTMLInputElement>(null);

  useEffect(() => setText(search), [search]);
  useEffect(() => {
    if (text.trim() === search) return;
    const timer = window.setTimeout(() => studio.show(filter, text.trim()), 180);
    return () => window.clearTimeout(timer);
  }, [text, search, filter, studio]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'f') return;
      if (studio.store.getState().view.kind !== 'library') return;
      event.preventDefault();
      input.current?.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [studio]);

  return (
    <search className={styles.field}>
      <Search className={styles.icon} size={15} strokeWidth={1.8} aria-hidden="true" />
      <input
        ref={input}
        className={styles.input}
        type="search"
        placeholder="Search"
        aria-label="Search by name"
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          setText('');
          event.currentTarget.blur();
        }}
      />
    </search>
  );
}
