import type { Menu, MenuItem, MenuItemConstructorOptions } from 'electron';
import { strict } from './notImplemented.ts';

/** An item that nobody can see; a test may click it. */
function newItem(options: MenuItemConstructorOptions | MenuItem): object {
  const submenu = Array.isArray(options.submenu) ? StandinMenu.buildFromTemplate(options.submenu) : undefined;
  return strict('MenuItem', {
    id: options.id, label: options.label ?? options.role ?? '', role: options.role, type: options.type ?? (submenu ? 'submenu' : 'normal'),
    accelerator: options.accelerator, enabled: options.enabled ?? true, visible: options.visible ?? true, checked: options.checked ?? false, submenu,
    click: () => { (options.click as (() => void) | undefined)?.(); },
  });
}

type Item = ReturnType<typeof newItem> & { readonly id?: string; readonly submenu?: StandinMenu };
let applicationMenu: StandinMenu | null = null;

/** Menus are kept, not drawn: accelerators and roles do nothing. */
export class StandinMenu implements Pick<Menu, never> {
  readonly items: Item[] = [];

  static buildFromTemplate(template: readonly (MenuItemConstructorOptions | MenuItem)[]): StandinMenu {
    const menu = strict('Menu', new StandinMenu());
    for (const options of template) menu.items.push(newItem(options));
    return menu;
  }
  static setApplicationMenu(menu: StandinMenu | null): void { applicationMenu = menu; }
  static getApplicationMenu(): StandinMenu | null { return applicationMenu; }

  append(item: Item): void { this.items.push(item); }
  getMenuItemById(id: string): Item | null {
    for (const item of this.items) {
      if (item.id === id) return item;
      const inner = item.submenu?.getMenuItemById(id);
      if (inner) return inner;
    }
    return null;
  }
}
