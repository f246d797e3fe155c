export { connect } from './connect.ts'
export { type Client, type Contract, call, feed, type Handlers, type Port } from './define.ts'
export { serve } from './serve.ts'
