export { NewPinFields, useNewPin } from './new-pin.tsx'
export { PinField } from './pin-field.tsx'
