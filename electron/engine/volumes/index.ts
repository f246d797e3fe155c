export type { VolumeAdapter } from './adapter.ts'
export { isEmptyMountPoint, type MountFiles } from './empty-mount-point.ts'
export { type ExpectedDisk, type JudgeContext, judgeVolume, type Verdict } from './judge.ts'
export { isFragile } from './limits.ts'
export {
  type FoundMarker,
  isSignedWith,
  MARKER_FILE,
  type Marker,
  type MarkerFacts,
  readMarker,
  writeMarker,
} from './marker.ts'
export { type BoundPlace, type Resolved, requireHere, resolvePlace } from './resolve.ts'
export { systemVolumes } from './system.ts'
export { compareVolumeIds, isOtherFileSystem, plainVolumeId, type Volume, volumeOf } from './volume.ts'
export { type VolumeChange, type VolumeWatch, volumeWatch } from './watch.ts'
