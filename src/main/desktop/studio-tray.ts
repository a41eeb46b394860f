import { Menu, nativeImage, nativeTheme, Tray } from 'electron';
import type { Log } from '../library/log.ts';
import type { ProgressSigns } from './progress-signs.ts';
import { drawTrayRing } from './tray-ring.ts';

export interface TrayActions {
  open(): void;
  quit(): void;
}

const edge = { normal: 16, fine: 32 } as const;

/** The icon beside the clock. A desktop without a place for it goes without. */
export class StudioTray {
  readonly #tray: Tray | null;
  readonly #actions: TrayActions;
  readonly #product: string;
  #shownStep: number | null = null;
  #shownWords = '';

  constructor(product: string, log: Log, actions: TrayActions) {
    this.#product = product;
    this.#actions = actions;
    this.#tray = make(log);
    this.#tray?.on('click', () => actions.open());
    nativeTheme.on('updated', () => this.#tray?.setImage(image(this.#shownStep)));
    this.#say('Nothing is waiting');
  }

  show({ step, words }: ProgressSigns): void {
    if (step !== this.#shownStep) {
      this.#shownStep = step;
      this.#tray?.setImage(image(step));
    }
    if (words !== this.#shownWords) this.#say(words);
  }

  close(): void {
    this.#tray?.destroy();
  }

  #say(words: string): void {
    this.#shownWords = words;
    this.#tray?.setToolTip(`${this.#product}: ${words.toLowerCase()}`);
    this.#tray?.setContextMenu(
      Menu.buildFromTemplate([
        { label: words, enabled: false },
        { type: 'separator' },
        { id: 'open', label: `Open ${this.#product}`, click: () => this.#actions.open() },
        { id: 'quit', label: 'Quit', click: () => this.#actions.quit() },
      ]),
    );
  }
}

function make(log: Log): Tray | null {
  try {
    return new Tray(image(null));
  } catch (error) {
    log.info({ error }, 'there is no place for a tray icon');
    return null;
  }
}

function image(step: number | null) {
  // macOS colours a template itself; elsewhere the tray follows the system's theme.
  const isTemplate = process.platform === 'darwin';
  const grey = !isTemplate && nativeTheme.shouldUseDarkColors ? 235 : isTemplate ? 0 : 40;
  const share = step === null ? null : step / 20;
  const picture = nativeImage.createEmpty();
  for (const [scaleFactor, size] of [
    [1, edge.normal],
    [2, edge.fine],
  ] as const) {
    const buffer = drawTrayRing({ size, share, grey });
    picture.addRepresentation({ scaleFactor, width: size, height: size, buffer });
  }
  picture.setTemplateImage(isTemplate);
  return picture;
}
