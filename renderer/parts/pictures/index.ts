export { drillPictures } from './drills.tsx'
export type { Picture } from './picture.tsx'
export { swapPictures } from './swap.tsx'
