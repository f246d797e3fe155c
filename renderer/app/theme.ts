import {
  Button,
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  Modal,
  Progress,
  SegmentedControl,
  Switch,
  TextInput,
} from '@mantine/core'

/** Deep green-blue of the house; 7 and darker carry white words at 7:1, 3 and lighter carry dark ones. */
const verde: MantineColorsTuple = [
  '#e7f3f0',
  '#cfe6e0',
  '#a5d3c8',
  '#7ccfc0',
  '#48a596',
  '#288c7d',
  '#17766a',
  '#0e5f57',
  '#0a4f49',
  '#073d39',
]
const tijolo: MantineColorsTuple = [
  '#fcece8',
  '#f8d6ce',
  '#f2b3a6',
  '#f6a693',
  '#dc6f59',
  '#c2503a',
  '#ab3a26',
  '#942a1a',
  '#7a2115',
  '#5f190f',
]
/** From words to ground of the dark look: warm green-black, never pure black. */
const dark: MantineColorsTuple = [
  '#eaf2ee',
  '#cbd9d3',
  '#abbfb8',
  '#7d938b',
  '#466058',
  '#314740',
  '#1e2f2a',
  '#172522',
  '#0f1a18',
  '#0a1311',
]

export const theme = createTheme({
  colors: { verde, tijolo, dark },
  primaryColor: 'verde',
  primaryShade: { light: 7, dark: 3 },
  autoContrast: true,
  luminanceThreshold: 0.3,
  black: '#15302b',
  fontFamily: '"Segoe UI Variable Text", "Segoe UI", system-ui, -apple-system, "Noto Sans", "DejaVu Sans", sans-serif',
  fontFamilyMonospace: '"Cascadia Mono", Consolas, ui-monospace, "Noto Sans Mono", "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '0.875rem', sm: '1rem', md: '1.0625rem', lg: '1.1875rem', xl: '1.375rem' },
  lineHeights: { xs: '1.4', sm: '1.5', md: '1.55', lg: '1.55', xl: '1.5' },
  radius: { xs: '0.25rem', sm: '0.5rem', md: '0.75rem', lg: '1.25rem', xl: '2rem' },
  defaultRadius: 'md',
  respectReducedMotion: true,
  cursorType: 'pointer',
  focusRing: 'auto',
  components: {
    Button: Button.extend({
      defaultProps: { size: 'md' },
      vars: (_theme, { variant = 'filled' }) =>
        variant === 'filled' ? { root: { '--button-color': 'var(--sg-on-primary)' } } : { root: {} },
    }),
    TextInput: TextInput.extend({ defaultProps: { size: 'md' } }),
    Switch: Switch.extend({ defaultProps: { size: 'md' } }),
    SegmentedControl: SegmentedControl.extend({ defaultProps: { size: 'sm' } }),
    Progress: Progress.extend({ defaultProps: { size: 'lg', radius: 'xl' } }),
    // A long title takes several lines.
    Modal: Modal.extend({ defaultProps: { radius: 'lg', padding: 'xl' }, styles: { title: { lineHeight: 1.3 } } }),
  },
})

/** Hands the house's own tokens (tokens.css) to the library's components. */
export const libraryVariables: CSSVariablesResolver = () => {
  const both = {
    '--mantine-color-body': 'var(--sg-ground)',
    '--mantine-color-text': 'var(--sg-ink)',
    '--mantine-color-dimmed': 'var(--sg-ink-soft)',
    '--mantine-color-default': 'var(--sg-surface)',
    '--mantine-color-default-hover': 'var(--sg-surface-soft)',
    '--mantine-color-default-color': 'var(--sg-ink)',
    '--mantine-color-default-border': 'var(--sg-edge)',
    '--mantine-color-placeholder': 'var(--sg-ink-soft)',
    '--mantine-color-error': 'var(--sg-needs-you-ink)',
    '--mantine-color-anchor': 'var(--sg-link)',
  }
  return { variables: {}, light: both, dark: both }
}
