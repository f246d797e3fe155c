import './app/prepare-page.ts'

// In files of their own, read only now: libraries look at what was prepared while they are being read.
void import('./app/start-window.ts')
