import { fakeEngine } from './fakes.ts'
import { PartsDialog } from './parts-dialog.tsx'
import { PartsFields, PartsIcons, PartsPaper, PartsStates, PartsTones } from './parts-page.tsx'
import { named, type Scene } from './scene.ts'
import { PageWall } from './wall.tsx'

const page = (Page: NonNullable<Scene['Page']>) => (): Scene => ({ engine: fakeEngine(), Page })

/** Every part in every state, on pages that say the same each day: their pictures are compared. */
export const partsScenes = named({
  'parts-tones': page(PartsTones),
  'parts-states': page(PartsStates),
  'parts-fields': page(PartsFields),
  'parts-icons': page(PartsIcons),
  'parts-paper': page(PartsPaper),
  'app-wall': page(PageWall),
  'parts-dialog': page(PartsDialog),
})
