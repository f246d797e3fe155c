import { PasswordInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from './people.module.css'

type PinFieldProps = { label: string; value: string; onChange: (value: string) => void; hasPad?: boolean }

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'] as const

/** A PIN or password: by the keyboard, or on the numbers below where a finger or a mouse is nearer. */
export function PinField({ label, value, onChange, hasPad = false }: PinFieldProps) {
  const { t } = useTranslation('people')
  return (
    <div className={hasPad ? `${classes.pin} ${classes.padded}` : classes.pin}>
      <PasswordInput
        size="md"
        label={label}
        value={value}
        data-autofocus
        autoFocus
        autoComplete="off"
        maxLength={200}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {hasPad && (
        <fieldset className={classes.pad} aria-label={t('enter.pad')}>
          {DIGITS.map((digit) => (
            <button key={digit} type="button" className={classes.digit} onClick={() => onChange(value + digit)}>
              {digit}
            </button>
          ))}
          <button
            type="button"
            className={classes.digit}
            aria-label={t('enter.clear')}
            onClick={() => onChange(value.slice(0, -1))}
          >
            ⌫
          </button>
        </fieldset>
      )}
    </div>
  )
}
