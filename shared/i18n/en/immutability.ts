import type { immutability as ptBr } from '../pt-br/immutability.ts'
import type { SameShape } from '../shape.ts'

export const immutability: SameShape<typeof ptBr> = {
  title: 'Nobody can erase',
  lead: 'What reaches this place is protected for {{days}} days. No virus, no employee and no thief with this computer’s password erases it before that.',
  form: {
    on: 'Protect against erasing',
    notThere:
      'This cloud has no protection against erasing of the kind we use: whoever has the key can erase the copies.',
    needs: 'The bucket must have been made with that protection (Object Lock) on: ask the technician.',
    days: 'For how many days',
    daysHint: 'From 1 to 3650. To begin with, 30.',
    mode: 'Who can still erase before that',
    modes: { compliance: 'Nobody', governance: 'Only the owner of the cloud account' },
    unproven:
      'Once the place is added, we try to erase a test copy with this computer’s key. Until then it says “not proven yet”.',
  },
  before: {
    title: 'Before you switch it on',
    noUndo:
      'This cannot be undone: what is protected stays until its time is over, even if the clinic changes its mind.',
    cost: 'The space is charged until that time is over, old copies included. Closing the account earlier may cost money or be refused.',
    renews:
      'The time of what is still in use is prolonged by itself, a little every day. If this computer rests for more than {{days}} days, the protection ends.',
    cleaning: 'Cleaning old copies asks for another key, which the owner keeps away from this computer.',
    governance:
      'In this mode the owner of the cloud account can still erase. Whoever has only this computer’s key cannot.',
    agree: 'I understand: this cannot be undone',
  },
  proof: {
    button: 'Prove it now',
    running: 'Trying to erase a test copy with this computer’s key…',
    compliance: 'Nobody can erase it until {{date}}.',
    governance: 'Whoever has this computer’s key cannot erase it until {{date}}. The owner of the cloud account can.',
    canHide:
      'This computer’s key can still hide copies, which the owner of the account can undo. Ask the technician for a key that only adds.',
    remove: 'Somebody with this computer’s key can erase the copies. The test copy was erased.',
    bypass: 'This computer’s key may override the protection and erase. Ask the technician for a key without that.',
    shorten: 'This computer’s key can shorten the protection. Ask the technician for a key without that.',
    replace: 'Somebody with this computer’s key can write over the copies.',
    notLocked: 'This place does not protect against erasing: whoever has the key can erase everything.',
    failed: 'It could not be proven now. The copies did not change.',
    unproven: 'That nobody can erase: not proven yet',
    at: 'Proven on {{date}}',
  },
  technician: {
    policy: 'Permissions of the daily key',
    cleaningPolicy: 'Permissions of the cleaning key',
    copy: 'Copy',
    copied: 'Copied',
    lead: 'Make two keys: the daily one, which only adds and stays on this computer, and the cleaning one, which the owner keeps. Paste the permissions of each.',
    needsBucket: 'Type the name of the bucket first: the permissions name it.',
    unlimited:
      'This cloud cannot limit what a key does. The time of the protection holds all the same, but whoever has the key can hide copies.',
  },
}
