// Loaded before the engine (`--import`): a computer whose clock is wrong by FAULT_CLOCK_MS.
const offMs = Number(process.env.FAULT_CLOCK_MS ?? 0)
const now = Date.now.bind(Date)
Date.now = () => now() + offMs
