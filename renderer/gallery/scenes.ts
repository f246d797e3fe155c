import { dialogScenes } from './dialog-scenes.ts'
import { diskScenes } from './disk-scenes.ts'
import { drillScenes } from './drill-scenes.ts'
import { partsScenes } from './parts-scenes.ts'
import { peopleScenes } from './people-scenes.ts'
import { planScenes } from './plan-scenes.ts'
import { recordScenes } from './record-scenes.ts'
import type { Scenes } from './scene.ts'
import { waitingScenes } from './waiting-scenes.ts'
import { windowScenes } from './window-scenes.ts'

/** Every screen in every state worth looking at. */
export const scenes: Scenes = {
  ...partsScenes,
  ...windowScenes,
  ...peopleScenes,
  ...drillScenes,
  ...planScenes,
  ...diskScenes,
  ...recordScenes,
  ...dialogScenes,
  ...waitingScenes,
}
