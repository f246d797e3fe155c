export { NewPinFields, useNewPin } from './new-pin.tsx'
export { useOwnPin } from './own-pin.tsx'
export { PinField } from './pin-field.tsx'
