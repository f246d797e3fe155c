/**
 * What a vault keeps; each kind is a folder of write-once files (`config` and `reserve` are single files without a name).
 *
 * `trash` and `reserve` are ours, restic passes them over: copies on their way out, and room kept for cleaning a full disk.
 */
export type FileKind = 'config' | 'key' | 'pack' | 'index' | 'snapshot' | 'lock' | 'trash' | 'reserve'

/** `name` is 64 lower-case hex digits, except for the single files, whose name is ''. */
export type FileRef = { readonly kind: FileKind; readonly name: string }
export type FileEntry = { readonly name: string; readonly sizeBytes: number }
export type ByteRange = { readonly offset: number; readonly length: number }

/** What callers may ask of a place; nobody asks which place it is. */
export type Capabilities = {
  /** A plugged-in or mounted place that can be gone tomorrow. */
  readonly removable: boolean
  /** How many calls may usefully run at once. */
  readonly parallelCalls: number
  /** Ends every call by itself when the place falls silent. Any other place is given up by `patientBackend`. */
  readonly givesUp?: boolean
  /** Keeps restic's own files only: `trash` and `reserve` are never there, and writing them is DEST_114. */
  readonly resticFilesOnly?: boolean
}

/**
 * Durable bytes for a vault: the one thing a destination has to be able to do.
 *
 * Failures are `AppError`s: DEST_101 unreachable, DEST_102 full, DEST_103 not allowed, DEST_104 anything else.
 * Every call may be repeated after a failure without harm.
 */
export interface Backend {
  readonly capabilities: Capabilities
  /** Makes the folders of a new vault. Never called on a place where a vault was expected. */
  create(): Promise<void>
  /**
   * When this resolves, the whole file is durable under its name; before that no reader sees a part of it.
   * Writing the same bytes again is allowed and changes nothing.
   */
  write(file: FileRef, bytes: Uint8Array): Promise<void>
  /**
   * Resolves to undefined when there is no such file. A range past the end gives what there is.
   * `room` offers memory for it: a place that can read into it saves asking the system for new memory, any other may pass it over.
   */
  read(file: FileRef, range?: ByteRange, room?: Uint8Array): Promise<Uint8Array | undefined>
  /** Size of one file, or undefined when there is none. */
  stat(file: FileRef): Promise<{ readonly sizeBytes: number } | undefined>
  /** Files of one kind, in any order. Names that are no ids are passed over; a missing folder is an empty one. */
  list(kind: FileKind): Promise<readonly FileEntry[]>
  /** Removing what is not there is no failure. What was removed stays so after a power cut, locks and packs apart. */
  remove(file: FileRef): Promise<void>
  /** Until when a file cannot be removed; undefined for one that can be. Absent where nothing is ever protected. */
  protectedUntilMs?(file: FileRef): Promise<number | undefined>
  /** Removes what interrupted writes left behind, also restic's. The caller has the vault for itself; places without such things do nothing. */
  clearLeftovers(): Promise<void>
  /**
   * Takes `create()` back: removes the folders of a vault, each only where nothing is in it. For places that were only tried out;
   * where there are no folders there is nothing to do.
   */
  removeEmptyFolders?(): Promise<void>
  /** True when the place holds things that are no part of a vault (a folder of something else); traces of operating systems do not count. */
  holdsForeignThings(): Promise<boolean>
  /** Free room for ordinary users, or undefined where the place cannot tell. */
  freeBytes(): Promise<number | undefined>
  close(): Promise<void>
}
