import { EventEmitter } from 'node:events';
import type { MenuFacts } from '../agreement.ts';
import { requireReady } from './app.ts';

interface Template {
  readonly id?: string;
  readonly label?: string;
  readonly role?: string;
  readonly type?: string;
  readonly accelerator?: string;
  readonly click?: () => void;
  readonly submenu?: readonly Template[];
}

export class Menu {
  static application: Menu | null = null;
  readonly template: readonly Template[];

  static buildFromTemplate(template: readonly Template[]): Menu {
    return new Menu(template);
  }
  static setApplicationMenu(menu: Menu | null): void {
    Menu.application = menu;
  }
  static getApplicationMenu(): Menu | null {
    return Menu.application;
  }

  constructor(template: readonly Template[] = []) {
    this.template = template;
  }

  click(id: string): void {
    const item = find(this.template, id);
    if (item?.click === undefined) throw new Error(`there is no menu item '${id}' to click`);
    item.click();
  }
  get facts(): MenuFacts[] {
    return this.template.filter(({ type }) => type !== 'separator').map(factsOf);
  }
}

function find(items: readonly Template[], id: string): Template | undefined {
  for (const item of items) {
    const found = item.id === id ? item : find(item.submenu ?? [], id);
    if (found) return found;
  }
  return undefined;
}

function factsOf({ id, label, role, accelerator, submenu }: Template): MenuFacts {
  return {
    id: id ?? null,
    label: label ?? role ?? '',
    role: role ?? null,
    accelerator: accelerator ?? null,
    submenu: (submenu ?? []).filter(({ type }) => type !== 'separator').map(factsOf),
  };
}

export class Tray extends EventEmitter {
  static current: Tray | null = null;
  toolTip = '';
  menu: Menu | null = null;
  constructor(_image: unknown) {
    super();
    requireReady('Tray');
    Tray.current = this;
  }
  setImage(): void {}
  setToolTip(text: string): void {
    this.toolTip = text;
  }
  setContextMenu(menu: Menu): void {
    this.menu = menu;
  }
  destroy(): void {
    if (Tray.current === this) Tray.current = null;
  }
}
