import { z } from 'zod'
import { ownValue } from './own-value.ts'

/** What a file is, as a person who looks for it would say. */
export const fileCategorySchema = z.enum(['image', 'pdf', 'text', 'sheet', 'database', 'other'])
export type FileCategory = z.infer<typeof fileCategorySchema>

const BY_ENDING: Readonly<Record<string, FileCategory>> = {
  ...endings('image', 'jpg jpeg jfif png gif webp bmp tif tiff heic heif avif svg dcm'),
  ...endings('pdf', 'pdf'),
  ...endings('text', 'txt rtf md doc docx odt html htm xml log hl7'),
  ...endings('sheet', 'xls xlsx ods csv tsv'),
  ...endings('database', 'db db3 sqlite sqlite3 fdb gdb mdb accdb dbf sql'),
}

/** Judged by the name alone, so that it never changes for a file. */
export function fileCategoryOf(name: string): FileCategory {
  const dot = name.lastIndexOf('.')
  return (dot < 0 ? undefined : ownValue(BY_ENDING, name.slice(dot + 1).toLowerCase())) ?? 'other'
}

function endings(category: FileCategory, list: string): Record<string, FileCategory> {
  return Object.fromEntries(list.split(' ').map((ending) => [ending, category]))
}
