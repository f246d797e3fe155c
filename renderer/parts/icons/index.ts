export type { Icon } from './icon.tsx'
export { AttentionIcon, AwayIcon, GuardedIcon, NeedsYouIcon, NoneIcon, WorkingIcon } from './states.tsx'
export {
  AddIcon,
  AwayPlaceIcon,
  BackIcon,
  CameraIcon,
  CheckIcon,
  ClinicIcon,
  ClockIcon,
  DatabaseIcon,
  DiskIcon,
  DocumentIcon,
  FolderIcon,
  HomeIcon,
  KitIcon,
  LookIcon,
  PhotoIcon,
  PrintIcon,
  RecoverIcon,
  SearchIcon,
  SettingsIcon,
  ThisComputerIcon,
} from './things.tsx'
