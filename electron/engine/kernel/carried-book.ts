/** A book of the app that every copy takes along, so that it does not die with the computer. */
export type CarriedBook = {
  /** Its file in a copy, without the ending. */
  readonly name: string
  /** As it stands now, without what holds on this computer only. */
  text(): string
  /** Takes what another computer kept, where nothing stands here yet; false where something does, or nothing came. Throws for text that is no such book. */
  bring(text: string): Promise<boolean>
}
