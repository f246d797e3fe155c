import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import sharp from 'sharp'

const run = promisify(execFile)
const SCREENSHOTS = path.resolve(import.meta.dirname, '..', 'screenshots')
const WATCHER = ['org.kde.StatusNotifierWatcher', '/StatusNotifierWatcher'] as const
const PANEL_HEIGHT = 32
const SCREEN = { width: 1600, height: 1200 }
/** Where the daemon shows the first notification: right, above. */
const FIRST = { x: 1400, y: 90 }

/** What stands around the window: a notification daemon and a panel with its tray, both as people have them. */
export type Desk = {
  /** Titles of the notifications that were asked for so far, and the numbers of those that were taken back. */
  readonly asked: { id: number; title: string; body: string }[]
  readonly withdrawn: number[]
  /** Presses the notification that is shown first, as a person does. */
  clickNotification(): Promise<void>
  /** The icon's tooltip and menu, as the panel gets them; undefined while there is none, or while it is being changed. */
  tray(): Promise<{ tooltip: string; menu: string[] } | undefined>
  /** Keeps a picture of a part of the screen under test/screenshots. */
  picture(part: 'notification' | 'tray', name: string): Promise<void>
  close(): Promise<void>
}

export async function openDesk(look: 'light' | 'dark'): Promise<Desk> {
  const home = mkdtempSync(path.join(tmpdir(), 'mesa-'))
  const env = { ...process.env, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home, XDG_RUNTIME_DIR: home } as Record<
    string,
    string
  >
  writePanel(home, look)
  const dunst = path.join(home, 'dunstrc')
  writeFileSync(dunst, DUNST)
  const programs: ChildProcess[] = []
  const start = (program: string, ...args: string[]) => {
    const child = spawn(program, args, { env, stdio: 'ignore' })
    programs.push(child)
  }
  const owned = (name: string) => run('gdbus', ['wait', '--session', '--timeout', '15', name], { env })

  start(await findXfconfd())
  await owned('org.xfce.Xfconf')
  start('dunst', '-conf', dunst)
  start('xfce4-panel', '--disable-wm-check')
  await Promise.all([owned('org.freedesktop.Notifications'), owned(WATCHER[0])])
  const asked: Desk['asked'] = []
  const withdrawn: number[] = []
  const monitor = spawn('dbus-monitor', ['--session', "interface='org.freedesktop.Notifications'"], { env })
  programs.push(monitor)
  followNotifications(monitor, asked, withdrawn)
  return {
    asked,
    withdrawn,
    clickNotification: async () => {
      await run('xdotool', ['mousemove', String(FIRST.x), String(FIRST.y), 'click', '1'], { env })
      // Away again: under the pointer a notification never goes.
      await run('xdotool', ['mousemove', '200', '1100'], { env })
    },
    tray: () => readTray(env).catch(() => undefined),
    picture: async (part, name) => {
      const all = path.join(home, 'screen.png')
      await run('scrot', ['--overwrite', all], { env })
      mkdirSync(SCREENSHOTS, { recursive: true })
      const { region, scale } = PARTS[part]
      await sharp(all)
        .extract(region)
        .resize(region.width * scale, region.height * scale, { kernel: 'nearest' })
        .toFile(path.join(SCREENSHOTS, `${name}.png`))
    },
    close: async () => {
      for (const program of programs.reverse()) {
        program.kill()
        if (program.exitCode === null && program.signalCode === null) await once(program, 'exit')
      }
      rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    },
  }
}

const PARTS = {
  notification: { region: { left: SCREEN.width - 480, top: 0, width: 480, height: 260 }, scale: 2 },
  tray: {
    region: { left: SCREEN.width - 240, top: SCREEN.height - PANEL_HEIGHT - 2, width: 240, height: PANEL_HEIGHT + 2 },
    scale: 4,
  },
} as const

/** The daemon's own looks would be a coder's: these are those of an everyday desktop. */
const DUNST = `[global]
    width = 420
    origin = top-right
    offset = 24x24
    font = DejaVu Sans 11
    markup = full
    format = "<b>%s</b>\\n%b"
    show_indicators = no
    padding = 14
    horizontal_padding = 16
    frame_width = 1
    corner_radius = 8
    max_icon_size = 40
    mouse_left_click = do_action
[urgency_normal]
    background = "#f6f5f4"
    foreground = "#1d2b28"
    frame_color = "#c9c4ba"
[urgency_critical]
    background = "#fdf3ef"
    foreground = "#3a1610"
    frame_color = "#d8442c"
`

function writePanel(home: string, look: 'light' | 'dark'): void {
  const folder = path.join(home, 'xfce4', 'xfconf', 'xfce-perchannel-xml')
  mkdirSync(folder, { recursive: true })
  const property = (name: string, type: string, value: string | number | boolean) =>
    `<property name="${name}" type="${type}" value="${value}"/>`
  writeFileSync(
    path.join(folder, 'xfce4-panel.xml'),
    `<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  ${property('configver', 'int', 2)}
  <property name="panels" type="array"><value type="int" value="1"/>
    ${property('dark-mode', 'bool', look === 'dark')}
    <property name="panel-1" type="empty">
      ${property('position', 'string', `p=8;x=${SCREEN.width / 2};y=${SCREEN.height - PANEL_HEIGHT / 2}`)}
      ${property('length', 'uint', 100)}
      ${property('position-locked', 'bool', true)}
      ${property('size', 'uint', PANEL_HEIGHT)}
      ${property('icon-size', 'uint', 16)}
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/><value type="int" value="2"/><value type="int" value="3"/>
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="separator">
      ${property('expand', 'bool', true)}${property('style', 'uint', 0)}
    </property>
    ${property('plugin-2', 'string', 'systray')}
    ${property('plugin-3', 'string', 'clock')}
  </property>
</channel>
`,
  )
}

/** Debian keeps it out of PATH, in a folder named after the machine. */
async function findXfconfd(): Promise<string> {
  const { stdout } = await run('sh', ['-c', 'ls /usr/lib/*/xfce4/xfconf/xfconfd | head -1'])
  return stdout.trim()
}

function followNotifications(monitor: ChildProcess, asked: Desk['asked'], withdrawn: number[]): void {
  let text = ''
  monitor.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    const messages = (text + chunk).split(/^(?=method |signal |error )/m)
    const last = messages.at(-1) ?? ''
    text = isWhole(last) ? '' : (messages.pop() ?? '')
    for (const message of messages) {
      if (NOTIFY.test(message)) {
        // Program, icon, title, body: the first four texts.
        const [, , title = '', body = ''] = [...message.matchAll(/^ {3}string "(.*)"$/gm)].map(([, value]) => value)
        asked.push({ id: asked.length + 1, title, body })
      }
      const closed = CLOSE.exec(message)
      if (closed) withdrawn.push(Number(closed[1]))
    }
  })
}

const NOTIFY = /^method call .*member=Notify$/m
const CLOSE = /^method call .*member=CloseNotification$\s+uint32 (\d+)\n/m

/** Output comes in pieces; a Notify ends with its time, a CloseNotification with its number. */
const isWhole = (message: string): boolean =>
  NOTIFY.test(message) ? /^ {3}int32 -?\d+\n/m.test(message) : CLOSE.test(message)

async function readTray(env: Record<string, string>): Promise<{ tooltip: string; menu: string[] } | undefined> {
  const call = async (name: string, object: string, method: string, ...args: string[]) =>
    (
      await run('gdbus', ['call', '--session', '--dest', name, '--object-path', object, '--method', method, ...args], {
        env,
      })
    ).stdout
  const get = (name: string, object: string, of: string, property: string) =>
    call(name, object, 'org.freedesktop.DBus.Properties.Get', of, property)
  const items = await get(...WATCHER, WATCHER[0], 'RegisteredStatusNotifierItems')
  const [, name, object] = /'([^'/]+)(\/[^']*)'/.exec(items) ?? []
  if (!name || !object) return undefined
  const kind = 'org.kde.StatusNotifierItem'
  const tooltip = await get(name, object, kind, 'ToolTip')
  const [, menuPath = ''] = /'(\/[^']*)'/.exec(await get(name, object, kind, 'Menu')) ?? []
  const layout = await call(name, menuPath, 'com.canonical.dbusmenu.GetLayout', '0', 'int32 -1', "['label']")
  return {
    tooltip: /'([^']*)', ''\)>/.exec(tooltip)?.[1] ?? tooltip,
    menu: [...layout.matchAll(/'label': <'([^']*)'>/g)].map(([, label]) => label ?? ''),
  }
}
