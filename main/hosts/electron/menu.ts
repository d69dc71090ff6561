import type { MenuItemConstructorOptions } from 'electron';

/**
 * The system's menu: what systems expect of every program. The editor's own commands live in the page, in
 * the one registry that feeds its menus, shortcuts and palette; here they would be a second list. Undo and
 * redo are left out on purpose: their shortcuts belong to the project's history.
 */
export function menuTemplate(platform: NodeJS.Platform): MenuItemConstructorOptions[] {
  const application: MenuItemConstructorOptions[] = platform === 'darwin' ? [{ role: 'appMenu' }] : [];
  return [
    ...application,
    {
      label: 'Edit',
      submenu: [{ role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }],
    },
    {
      label: 'Window',
      submenu: [
        { role: 'minimize' },
        { role: 'togglefullscreen' },
        { type: 'separator' },
        platform === 'darwin' ? { role: 'close' } : { role: 'quit' },
      ],
    },
  ];
}
