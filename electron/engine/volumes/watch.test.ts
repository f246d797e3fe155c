import { expect, test, vi } from 'vitest'
import { systemClock } from '#engine/kernel/index.ts'
import type { VolumeAdapter } from './adapter.ts'
import type { Volume } from './volume.ts'
import { type VolumeChange, volumeWatch } from './watch.ts'

const quick = { ...systemClock, sleep: (_ms: number, signal?: AbortSignal) => systemClock.sleep(1, signal) }
const disk = (id: string, mountPath = `/media/ana/${id}`): Volume => ({
  ...{ id, label: id, mountPath, fileSystem: 'ext4', isRemovable: true, isReadOnly: false },
  ...{ sizeBytes: 1, freeBytes: 1, device: `/dev/${id}` },
})

/** A computer whose disks the test plugs in. */
function computer() {
  const state = {
    attached: [] as Volume[],
    looks: 0,
    glances: 0,
    glance: 'a',
    hint: () => {},
    silence: () => {},
    isStopped: false,
  }
  const adapter: VolumeAdapter = {
    async list() {
      state.looks += 1
      return [...state.attached]
    },
    listen(onHint, onSilent) {
      state.hint = onHint
      state.silence = onSilent
      return {
        stop() {
          state.isStopped = true
        },
      }
    },
    async glance() {
      state.glances += 1
      return state.glance
    },
    eject: async () => {},
  }
  return { state, adapter }
}

/** What comes and goes from now on, one after the other. */
function changesOf(watch: { onLook(listener: (change: VolumeChange) => void): () => void }) {
  const heard: VolumeChange[] = []
  const waiting: ((change: VolumeChange) => void)[] = []
  watch.onLook((change) => {
    if (change.attached.length + change.detached.length === 0) return
    const taker = waiting.shift()
    if (taker) taker(change)
    else heard.push(change)
  })
  return () =>
    new Promise<VolumeChange>((resolve) => {
      const change = heard.shift()
      if (change) resolve(change)
      else waiting.push(resolve)
    })
}

test('what comes and goes is told once, and a burst of events is one look', async () => {
  const { state, adapter } = computer()
  const watch = volumeWatch(adapter, quick)
  const next = changesOf(watch)
  expect(await watch.current()).toEqual([])
  state.attached = [disk('a'), disk('b')]
  const before = state.looks
  for (let times = 0; times < 50; times += 1) state.hint()
  expect(await next()).toMatchObject({ attached: [{ id: 'a' }, { id: 'b' }], detached: [] })
  expect(state.looks - before).toBeLessThanOrEqual(2)
  // Another letter is a going and a coming; less room on it is no news.
  state.attached = [disk('a', '/media/ana/outra'), { ...disk('b'), freeBytes: 0 }]
  state.hint()
  expect(await next()).toMatchObject({
    attached: [{ mountPath: '/media/ana/outra' }],
    detached: [{ mountPath: '/media/ana/a' }],
  })
  await watch.stop()
  expect(state.isStopped).toBe(true)
})

test('whoever asks right after an event gets what is true now', async () => {
  const { state, adapter } = computer()
  const watch = volumeWatch(adapter, systemClock)
  await watch.current()
  state.attached = [disk('a')]
  state.hint()
  expect(await watch.current()).toMatchObject([{ id: 'a' }])
  await watch.stop()
})

test('whoever asks while a look is under way gets what it finds', async () => {
  const { state, adapter } = computer()
  const watch = volumeWatch(adapter, quick)
  await watch.current()
  const plain = adapter.list
  const { promise: slowly, resolve: goOn } = Promise.withResolvers<void>()
  const begun = new Promise<void>((resolve) => {
    adapter.list = async () => {
      resolve()
      await slowly
      return plain()
    }
  })
  state.attached = [disk('a')]
  state.hint()
  await begun
  const asked = watch.current()
  setTimeout(goOn, 20)
  expect(await asked).toMatchObject([{ id: 'a' }])
  await watch.stop()
})

test('a disk that went and is back before anybody looked is told of, though it is there as before', async () => {
  const { state, adapter } = computer()
  state.attached = [disk('a')]
  const watch = volumeWatch(adapter, quick)
  await watch.current()
  // Its cable was pulled, and whoever worked on it knows already.
  const told = new Promise<VolumeChange>((resolve) => watch.onLook(resolve))
  state.hint()
  expect(await told).toMatchObject({ attached: [], detached: [], current: [{ id: 'a' }] })
  await watch.stop()
})

test('while the system gives no answer nothing has gone, and it is asked again until it does', async () => {
  const { state, adapter } = computer()
  const plain = adapter.list
  let failures = 0
  adapter.list = async () => {
    const volumes = await plain()
    if (failures === 0) return volumes
    failures -= 1
    throw new Error('took too long')
  }
  state.attached = [disk('a')]
  const watch = volumeWatch(adapter, quick)
  await watch.current()
  const next = changesOf(watch)
  failures = 3
  state.attached = [disk('a'), disk('b')]
  state.hint()
  expect(await watch.current()).toMatchObject([{ id: 'a' }])
  expect(await next()).toMatchObject({ attached: [{ id: 'b' }], detached: [] })
  expect(failures).toBe(0)
  expect(await watch.current()).toHaveLength(2)
  await watch.stop()
})

test('an event during a look is not lost', async () => {
  const { state, adapter } = computer()
  const plain = adapter.list
  adapter.list = async () => {
    const volumes = await plain()
    if (state.looks === 2) {
      state.attached = [disk('late')]
      state.hint()
    }
    return volumes
  }
  const watch = volumeWatch(adapter, quick)
  await watch.current()
  const next = changesOf(watch)
  state.hint()
  expect(await next()).toMatchObject({ attached: [{ id: 'late' }] })
  await watch.stop()
})

test('where the system falls silent its cheap sign is read now and then', async () => {
  const { state, adapter } = computer()
  const watch = volumeWatch(adapter, quick)
  await watch.current()
  const next = changesOf(watch)
  state.silence()
  state.attached = [disk('a')]
  await vi.waitFor(() => expect(state.glances).toBeGreaterThan(1), 30_000)
  state.glance = 'b'
  expect(await next()).toMatchObject({ attached: [{ id: 'a' }] })
  await watch.stop()
})
