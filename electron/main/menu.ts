import { app, Menu, type MenuItemConstructorOptions } from 'electron'

/** Leaves only what a person needs: nothing on Windows and Linux; on a Mac what copying, pasting and quitting hang on. */
export function setMenu(): void {
  const mac: MenuItemConstructorOptions[] = [{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }]
  const developer: MenuItemConstructorOptions[] = [
    { label: 'Dev', submenu: [{ role: 'reload' }, { role: 'toggleDevTools' }] },
  ]
  const menu = [...(process.platform === 'darwin' ? mac : []), ...(app.isPackaged ? [] : developer)]
  Menu.setApplicationMenu(menu.length > 0 ? Menu.buildFromTemplate(menu) : null)
}
