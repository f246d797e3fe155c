import { testPlace } from '#engine/backends/index.ts'
import type { PlaceTestEvent } from '#shared/domain/index.ts'
import { dictionaries } from '#shared/i18n/index.ts'
import { formatBytes } from '#shared/units/index.ts'
import type { Command, Context } from '../context.ts'
import { fillIn } from '../words.ts'

/** "Testar este lugar": tries a place out in folders of its own and says of each thing what it means. */
export const testPlaceCommand: Command = async (context) => {
  const { place, access } = await context.place()
  let isFit = false
  for await (const event of testPlace(place, access, { signal: context.signal })) {
    if (context.output.isJson) context.output.json({ message_type: 'place-test', ...event })
    else tell(context, event)
    if (event.kind === 'finished') isFit = event.isFit
  }
  return isFit ? 'done' : 'problems'
}

function tell({ language, output }: Context, event: PlaceTestEvent): void {
  const { placeTest, errors } = dictionaries[language]
  if (event.kind === 'measured') {
    const up = formatBytes(event.upBytesPerSecond, language)
    const down = formatBytes(event.downBytesPerSecond, language)
    output.line(fillIn(placeTest.speed, { up, down, latency: Math.round(event.latencyMs) }))
    if (event.freeBytes !== null) output.line(fillIn(placeTest.free, { free: formatBytes(event.freeBytes, language) }))
  } else if (event.kind === 'case') {
    const { tried, broken } = placeTest.cases[event.id]
    const { outcome } = event
    output.line('')
    output.line(tried)
    if (outcome.kind === 'kept') output.line(`  ${placeTest.kept}`)
    else if (outcome.kind === 'broken') output.line(`  ${placeTest.broken}. ${broken}`)
    else output.line(`  ${fillIn(placeTest.failed, { code: outcome.code })}`)
  } else {
    output.line('')
    output.line(event.isFit ? placeTest.fit : placeTest.unfit)
    if (event.code !== null) output.line(`${placeTest.notTried} ${errors[event.code].safe} (${event.code})`)
    output.line(event.isAsBefore ? placeTest.asBefore : placeTest.leftover)
  }
}
