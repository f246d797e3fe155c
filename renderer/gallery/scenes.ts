import { dialogScenes } from './dialog-scenes.ts'
import { diskScenes } from './disk-scenes.ts'
import { drillScenes } from './drill-scenes.ts'
import { firstStepsScenes } from './first-steps-scenes.ts'
import { partsScenes } from './parts-scenes.ts'
import { peopleScenes } from './people-scenes.ts'
import { planScenes } from './plan-scenes.ts'
import { recordScenes } from './record-scenes.ts'
import { recoverScenes } from './recover-scenes.ts'
import { rescueScenes } from './rescue-scenes.ts'
import { named } from './scene.ts'
import { waitingScenes } from './waiting-scenes.ts'
import { windowScenes } from './window-scenes.ts'

/** Every screen in every state worth looking at. */
export const scenes = named({
  ...partsScenes,
  ...firstStepsScenes,
  ...windowScenes,
  ...recoverScenes,
  ...rescueScenes,
  ...peopleScenes,
  ...drillScenes,
  ...planScenes,
  ...diskScenes,
  ...recordScenes,
  ...dialogScenes,
  ...waitingScenes,
})

export type SceneName = keyof typeof scenes
