import { Brush } from 'lucide-react';
import { IconButton } from '../../ui/IconButton.tsx';
import type { Retouched } from '../../ui/retouched/use-retouched.ts';
import type { LookControl } from '../../ui/use-look.ts';
import styles from './StageTools.module.css';

/** In a corner over the picture: how closely it is looked at, and what is laid over it. */
export function StageTools({
  control,
  closeUp,
  retouched,
}: {
  control: LookControl;
  /** 1:1, where there is something to see. */
  closeUp: () => void;
  retouched: Retouched;
}) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keeps what is meant for the tools from the picture under them
    <div
      className={styles.tools}
      onPointerDown={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      {retouched.area !== null && (
        <div className={styles.pill}>
          <IconButton
            className={styles.icon}
            label="Show what was retouched"
            keys="R"
            side="top"
            aria-pressed={retouched.shown}
            icon={<Brush size={16} strokeWidth={1.7} />}
            onClick={retouched.toggle}
          />
        </div>
      )}
      <div className={styles.pill} role="toolbar" aria-label="Zoom">
        <span className={styles.magnification}>{Math.round(control.magnification * 100)}%</span>
        <button type="button" aria-pressed={control.fits} onClick={control.fit} title="0">
          Fit
        </button>
        <button
          type="button"
          aria-pressed={Math.abs(control.magnification - 1) < 0.001}
          onClick={closeUp}
          title="1"
        >
          1:1
        </button>
      </div>
    </div>
  );
}
