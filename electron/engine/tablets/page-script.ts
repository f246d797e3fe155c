/**
 * What runs on the tablet: pairing, sending one file after another, and telling when each is guarded. Plain script for whatever
 * browser the tablet has; it is tested in a real one (test/e2e/tablets.e2e.ts).
 */
export const pageScript = `
'use strict'
const words = JSON.parse(document.getElementById('words').textContent)
const app = document.getElementById('app')
const fill = (text, values) => text.replace(/{{(\\w+)}}/g, (_, key) => values[key])
const make = (tag, options, ...children) => {
  const node = document.createElement(tag)
  for (const [key, value] of Object.entries(options || {})) {
    if (key in node) node[key] = value
    else node.setAttribute(key, value)
  }
  node.append(...children)
  return node
}
const ask = async (method, path, body) => {
  const response = await fetch(path, {
    method, body: body && JSON.stringify(body), cache: 'no-store',
    headers: { 'x-salvaguarda': '1', ...(body && { 'content-type': 'application/json' }) },
  })
  const answer = await response.json()
  if (!response.ok) throw Object.assign(new Error(answer.code), answer)
  return answer
}
const told = (error) => {
  const known = words.errors[error.code]
  return known ? fill(known.safe + ' ' + known.todo, error.params || {}) : words.lost
}

const pairing = /^#p=([\\w-]+)/.exec(location.hash)
if (pairing) showPairing(pairing[1])
else refresh()

function showPairing(token) {
  const name = make('input', { type: 'text', id: 'name', maxLength: 40, required: true, autocomplete: 'off' })
  const trouble = make('p', { className: 'trouble', hidden: true, role: 'alert' })
  const form = make('form', {},
    make('label', { className: 'field', htmlFor: 'name' }, words.nameLabel), name,
    make('p', {}, words.nameHint), trouble,
    make('button', { className: 'button', type: 'submit' }, words.pair))
  form.onsubmit = async (event) => {
    event.preventDefault()
    try {
      await ask('POST', '/api/pair', { token, name: name.value.trim() })
      history.replaceState(null, '', '/')
      await refresh()
    } catch (error) {
      trouble.textContent = told(error)
      trouble.hidden = false
    }
  }
  app.replaceChildren(make('h1', {}, words.pairTitle), make('p', {}, words.pairLead), form)
  name.focus()
}

let limit = 0
let sent = []
/** What was chosen in this visit, newest first. */
const chosen = []

async function refresh() {
  try {
    const me = await ask('GET', '/api/me')
    limit = me.mostBytes
    sent = me.files
    if (!document.getElementById('list')) showSending(me.name)
    showList()
  } catch (error) {
    if (error.code === 'TAB_104') return showUnknown()
    if (!document.getElementById('list')) app.replaceChildren(make('p', { className: 'trouble' }, words.lost))
  }
  const isOpen = sent.some((file) => !file.guardedAtMs)
  clearTimeout(refresh.timer)
  refresh.timer = setTimeout(refresh, isOpen ? 4000 : 30000)
}

function showUnknown() {
  app.replaceChildren(make('h1', {}, words.title), make('p', { className: 'strong' }, words.unknown), make('p', {}, words.unknownTodo))
}

function showSending(name) {
  const picker = (text, kind, options) => {
    const input = make('input', { type: 'file', ...options })
    input.onchange = () => {
      for (const file of input.files) chosen.unshift({ id: newId(), file, state: 'waiting', percent: 0 })
      input.value = ''
      showList()
      sendNext()
    }
    return make('label', { className: 'button ' + kind }, text, input)
  }
  // Without HEIC in the list phones hand over a JPEG.
  const photos = 'image/jpeg,image/png,image/webp'
  app.replaceChildren(
    make('h1', {}, words.title), make('p', {}, words.lead), make('p', { className: 'strong' }, name),
    picker(words.take, '', { accept: photos, capture: 'environment' }),
    picker(words.choose, 'second', { accept: photos + ',application/pdf', multiple: true }),
    make('p', {}, words.stays),
    make('h2', {}, words.list), make('ul', { id: 'list' }))
}

const newId = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 15) | 64
  bytes[8] = (bytes[8] & 63) | 128
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

function showList() {
  const list = document.getElementById('list')
  if (!list) return
  const known = new Set(sent.map((file) => file.fileId))
  const going = chosen.filter((item) => !known.has(item.id))
  const names = new Map(chosen.map((item) => [item.id, item.file.name]))
  const rows = [
    ...going.map(goingRow),
    ...sent.map((file) => make('li', { className: file.guardedAtMs ? 'good' : '' }, names.get(file.fileId) || file.name,
      make('span', { className: 'state' }, file.guardedAtMs ? fill(words.guarded, { when: clock(file.guardedAtMs) }) : words.received))),
  ]
  list.replaceChildren(...(rows.length ? rows : [make('li', {}, words.none)]))
}

const clock = (ms) => new Date(ms).toLocaleTimeString(words.language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

function goingRow(item) {
  if (item.state === 'failed') {
    const row = make('li', { className: 'bad' }, item.file.name, make('span', { className: 'state' }, told(item.error)))
    if (!item.isFinal) {
      const again = make('button', { className: 'button second', type: 'button' }, words.again)
      again.onclick = () => { item.state = 'waiting'; showList(); sendNext() }
      row.append(again)
    }
    return row
  }
  const text = item.state === 'waiting' ? words.waiting : fill(words.sending, { percent: item.percent })
  const row = make('li', {}, item.file.name, make('span', { className: 'state' }, text))
  if (item.state === 'sending') row.append(make('progress', { max: 100, value: item.percent }))
  return row
}

let isSending = false
async function sendNext() {
  if (isSending) return
  const item = chosen.findLast((one) => one.state === 'waiting')
  if (!item) return
  isSending = true
  item.state = 'sending'
  try {
    if (item.file.size > limit) throw { code: 'TAB_103', params: { most: Math.floor(limit / 1e6) } }
    const bytes = await item.file.arrayBuffer()
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
    await put(item, bytes, [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join(''))
    item.state = 'sent'
    await refresh()
  } catch (error) {
    item.state = 'failed'
    item.error = error
    item.isFinal = ['TAB_102', 'TAB_103', 'TAB_108'].includes(error.code)
    if (error.code === 'TAB_104') showUnknown()
  }
  isSending = false
  showList()
  sendNext()
}

const put = (item, bytes, sha256) => new Promise((resolve, reject) => {
  const request = new XMLHttpRequest()
  request.open('PUT', '/api/files/' + item.id)
  request.setRequestHeader('x-salvaguarda', '1')
  request.setRequestHeader('x-sha256', sha256)
  request.upload.onprogress = (event) => {
    item.percent = Math.floor((100 * event.loaded) / Math.max(1, event.total))
    showList()
  }
  request.onerror = () => reject({})
  request.onload = () => {
    if (request.status === 200) return resolve()
    try { reject(JSON.parse(request.responseText)) } catch { reject({}) }
  }
  request.send(bytes)
})
document.addEventListener('visibilitychange', () => { if (!document.hidden && document.getElementById('list')) refresh() })
`
