import type { z } from 'zod'
import type { AppError } from '../errors/index.ts'

export type CallSpec = { readonly kind: 'call'; readonly input: z.ZodType; readonly output: z.ZodType }
export type FeedSpec = { readonly kind: 'feed'; readonly input: z.ZodType; readonly event: z.ZodType }
export type Contract = { readonly [name: string]: CallSpec | FeedSpec }

export const call = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) =>
  ({ kind: 'call', input, output }) as const
export const feed = <I extends z.ZodType, E extends z.ZodType>(input: I, event: E) =>
  ({ kind: 'feed', input, event }) as const

/**
 * What a caller holds. A call takes one object and an optional signal.
 * A feed takes one object and a listener, and returns its stop function; `onEnd` is told once when the feed ends by itself
 * (IPC_001 refused or nonsense, IPC_002 the other side went away).
 */
export type Client<C extends Contract> = {
  [N in keyof C]: C[N] extends { kind: 'call'; input: infer I extends z.ZodType; output: infer O extends z.ZodType }
    ? (input: z.output<I>, signal?: AbortSignal) => Promise<z.output<O>>
    : C[N] extends { kind: 'feed'; input: infer I extends z.ZodType; event: infer E extends z.ZodType }
      ? (input: z.output<I>, onEvent: (event: z.output<E>) => void, onEnd?: (error: AppError) => void) => () => void
      : never
}

/** What a room implements. A feed handler returns its own stop function. */
export type Handlers<C extends Contract> = {
  [N in keyof C]: C[N] extends { kind: 'call'; input: infer I extends z.ZodType; output: infer O extends z.ZodType }
    ? (input: z.output<I>, signal: AbortSignal) => Promise<z.input<O>>
    : C[N] extends { kind: 'feed'; input: infer I extends z.ZodType; event: infer E extends z.ZodType }
      ? (input: z.output<I>, emit: (event: z.input<E>) => void) => () => void
      : never
}

/** The five things we need from a DOM MessagePort, a MessagePortMain, or a worker port. */
export type Port = {
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  onClose(listener: () => void): void
  start(): void
  close(): void
}
