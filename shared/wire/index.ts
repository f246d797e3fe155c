export { connect } from './connect.ts'
export { type Client, type Contract, call, feed, type Handlers, type Port } from './define.ts'
export { type EngineRole, type FromEngine, fromEngineSchema, type ToEngine, toEngineSchema } from './frame.ts'
export { serve } from './serve.ts'
