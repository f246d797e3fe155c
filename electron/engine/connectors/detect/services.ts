import { z } from 'zod'
import type { Service } from './machine.ts'

const entrySchema = z.object({ Name: z.string(), PathName: z.string().nullable(), State: z.string() })

/** What PowerShell's ConvertTo-Json prints for Win32_Service: a list, or one object when there is only one. Unreadable is none. */
export function parseServices(printed: string): readonly Service[] {
  let parsed: unknown
  try {
    parsed = JSON.parse(printed)
  } catch {
    return []
  }
  return (Array.isArray(parsed) ? parsed : [parsed]).flatMap((entry) => {
    const { data } = entrySchema.safeParse(entry)
    return data?.PathName ? [{ name: data.Name, command: data.PathName, isRunning: data.State === 'Running' }] : []
  })
}

/** A service's command line as Windows reads it: parts between blanks, quotes keep blanks together. A path without quotes ends at .exe. */
export function splitCommand(command: string): readonly string[] {
  const bare = /^([^"]+?\.exe)(?=\s|$)(.*)$/i.exec(command)
  const rest = bare ? (bare[2] ?? '') : command
  const parts = [...rest.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
  return bare ? [bare[1] ?? '', ...parts] : parts
}
