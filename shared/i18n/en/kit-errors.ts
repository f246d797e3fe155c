/** English for `pt-br/kit-errors.ts`. */
export const kitErrors = {
  KIT_101: {
    safe: 'Words {{first}} and {{second}} seem to have changed places. Nothing has changed.',
    todo: 'Check these two on the paper, in order.',
  },
  KIT_102: {
    safe: 'Every word exists, but together they are no kit: one is another word, or the order changed. Nothing has changed.',
    todo: 'Check the 24 words on the paper one by one, with a finger on the line.',
  },
  KIT_103: {
    safe: 'The kit is written correctly but does not open this vault: it is another clinic’s, or it was replaced. The kit of this vault was made on {{madeAtMs, datetime}}. Nothing has changed.',
    todo: 'Compare the date printed on the paper and look for the kit of that date.',
  },
  KIT_104: {
    safe: 'We found no kit code in this picture. Nothing has changed.',
    todo: 'Use a close, straight, well-lit photo, or type the words.',
  },
  KIT_105: {
    safe: 'The code in this picture is not that of a recovery kit. Nothing has changed.',
    todo: 'Use the code on the kit’s paper, or type the words.',
  },
  KIT_106: {
    safe: 'There is no camera that Salvaguarda may use now. Nothing has changed.',
    todo: 'Plug in the camera, use a photo of the paper, or type the words.',
  },
  KIT_107: {
    safe: 'This computer does not know the kit’s paper yet. Copies go on as usual.',
    todo: 'Type the 24 words once, under Print the kit again.',
  },
  PLAN_101: {
    safe: 'Nothing was written down. The law still keeps these records: 20 years from the last entry.',
    todo: 'The commission may decide from {{year}} on.',
  },
  PLAN_102: {
    safe: 'This is not in this clinic’s register. Nothing changed.',
    todo: 'Go back to the list and choose again.',
  },
  PLAN_103: {
    safe: 'The review was not saved: some question was not looked at.',
    todo: 'Read and tick each of the questions.',
  },
  PLAN_104: {
    safe: 'The incident stays open in the register.',
    todo: 'Before closing it, decide about the risk and write down that ANPD was told, or why it was not.',
  },
  NEW_101: {
    safe: 'There are {{count, number}} vaults here. Nothing was written.',
    todo: 'Choose which one to open.',
  },
  NEW_102: {
    safe: 'No vault is open now. Nothing has changed.',
    todo: 'Choose the vault and type the kit’s words again.',
  },
  NEW_103: {
    safe: 'Another computer took over this clinic’s copies. What was kept is still kept, and nothing on this computer changed.',
    todo: 'Say which of the two goes on: with both at once, their copies get mixed up.',
  },
  NEW_104: {
    safe: 'No vault answered at that address. Nothing was written.',
    todo: 'Check the internet, the address and the folder (or bucket), and try again.',
  },
  NEW_105: {
    safe: 'One of the program’s books in the copy could not be read. The others came along.',
    todo: 'See what is missing in Plan, People, Inventory and Disks, and write it down anew.',
  },
} as const
